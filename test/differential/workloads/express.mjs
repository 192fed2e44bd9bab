// Answers requests over the loopback device, one after the other.
import http from 'node:http';

export default async function ({ default: express }) {
  const server = http.createServer(appOf(express));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const answers = [];
  for (const [method, path, headers, body] of REQUESTS) {
    const options = { agent, method, path, headers, port: server.address().port, host: '127.0.0.1' };
    answers.push([method, path, await ask(options, body)]);
  }
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
  return answers;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const REQUESTS = [
  ['GET', '/', {}],
  ['GET', '/', { 'if-none-match': '*' }],
  ['GET', '/', { 'if-none-match': 'W/"other", "another"' }],
  [
    'GET',
    '/users/7?fields[a]=1&fields[b]=x&list[]=1&list[]=2',
    { accept: 'text/html;q=0.5, application/json' },
  ],
  ['GET', '/users/x', {}],
  [
    'GET',
    '/accepts',
    { accept: 'text/plain', 'accept-language': 'de, en;q=0.5', 'accept-encoding': 'gzip, br;q=0' },
  ],
  ['GET', '/accepts', { accept: 'image/png' }],
  ['HEAD', '/users/7', {}],
  ['OPTIONS', '/users/7', {}],
  ['POST', '/json', JSON_TYPE, '{"a":{"b":[1,2]}}'],
  ['POST', '/json', JSON_TYPE, '{"a":'],
  ['POST', '/json', { 'content-type': 'application/json; charset=latin-9' }, '{}'],
  ['POST', '/json', JSON_TYPE, JSON.stringify({ long: 'x'.repeat(600) })],
  ['POST', '/form', FORM_TYPE, 'a[b]=1&c=2&c=3'],
  ['POST', '/text', { 'content-type': 'text/plain' }, 'some text'],
  ['GET', '/cookies', { cookie: 'a=1; b="2"; c=%E4%BD%A0' }],
  ['GET', '/redirect', {}],
  ['GET', '/throws', {}],
  ['GET', '/rejects', {}],
  ['GET', '/skipped', {}],
  ['GET', '/nowhere', {}],
  ['GET', '/%', {}],
  ['GET', '/static/readme.txt', {}],
  ['GET', '/static/readme.txt', { range: 'bytes=2-5' }],
  ['GET', '/static/readme.txt', { range: 'bytes=900-' }],
  ['GET', '/static/../secret', {}],
  ['GET', '/static', {}],
  [
    'GET',
    '/ip',
    {
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-requested-with': 'XMLHttpRequest',
    },
  ],
  ['GET', '/file', {}],
  ['PUT', '/chain', {}],
];

function appOf(express) {
  const app = express();
  app.set('trust proxy', ['loopback', '10.0.0.0/8']);
  app.set('query parser', 'extended');
  app.set('env', 'production'); // Else it answers with stacks, which engines may change.
  app.get('/', (_request, response) => response.send('ok'));
  app.param('id', (_request, _response, next, id) =>
    id === 'x' ? next(new TypeError('no number')) : next(),
  );
  app.get('/users/:id', (request, response) =>
    response.json({ id: request.params.id, query: request.query }),
  );
  app.get('/accepts', (request, response) =>
    response.format({
      text: () =>
        response.send(`${request.acceptsLanguages('en', 'de')} ${request.acceptsEncodings('br', 'gzip')}`),
    }),
  );
  app.post('/json', express.json({ limit: 500 }), echo);
  app.post('/form', express.urlencoded({ extended: true }), echo);
  app.post('/text', express.text(), express.raw(), echo);
  app.get('/cookies', (_request, response) =>
    response
      .cookie('d', { x: 1 }, { httpOnly: true, sameSite: 'lax', path: '/' })
      .clearCookie('a')
      .vary('Cookie')
      .end(),
  );
  app.get('/redirect', (_request, response) => response.redirect(301, '/?a=ü'));
  app.get('/throws', () => {
    throw Object.assign(new Error('teapot'), { status: 418, expose: true });
  });
  app.get('/rejects', () => Promise.reject(new Error('rejected')));
  app.get('/skipped', (_request, _response, next) => next('route'), echo);
  app.get('/ip', (request, response) => {
    response.links({ next: '/2' }).type('txt').attachment('a"ü.txt');
    response.send(
      [
        request.ip,
        request.ips,
        request.protocol,
        request.secure,
        request.xhr,
        request.hostname !== '',
      ].join(),
    );
  });
  app.get('/file', (_request, response) =>
    response.sendFile('readme.txt', { root: import.meta.dirname, lastModified: false }),
  );
  const router = express.Router({ mergeParams: true, strict: true });
  router
    .route('/chain')
    .all((_request, _response, next) => next())
    .put((_request, response) => response.sendStatus(204));
  app.use(router);
  app.use(
    '/static',
    express.static(import.meta.dirname, { index: false, redirect: false, lastModified: false, etag: true }),
  );
  app.use((error, _request, response, next) =>
    error.status ? response.status(error.status).send(error.message) : next(error),
  );
  return app;
}

function echo(request, response) {
  response.json(request.body ?? null);
}

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        resolve([response.statusCode, text.replace(/ at .*|&nbsp;.*/g, ''), response.headers.location]),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
