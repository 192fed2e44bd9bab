/** Apps of Express: the guide's, the generator's, and one in TypeScript. */
import { json, manifest, type Starter } from './starter.js';

const HELLO = `const express = require('express');
const app = express();
const port = process.env.PORT || 3000;

app.get('/hello', (req, res) => {
  res.send('Hello World!'); // each request
});

const server = app.listen(port, () => {
  console.log('listening on ' + server.address().port);
});
`;

/** The app of the guide "Hello world example". */
export const EXPRESS_HELLO: Starter = {
  title: 'Express in CommonJS, as in its guide',
  packages: ['express@5'],
  files: {
    'package.json': manifest({ main: 'index.js', scripts: { start: 'node index.js' } }),
    'index.js': HELLO,
  },
  answers: 'index.js',
  harness: 'test-manual/main.js',
  recognized: [
    /^Found an Express app: index\.js, started by `node index\.js` .*; JavaScript, CommonJS, npm$/m,
  ],
};

const WWW = `#!/usr/bin/env node

var app = require('../app');
var http = require('http');

var port = normalizePort(process.env.PORT || '3000');
app.set('port', port);

var server = http.createServer(app);

server.listen(port);
server.on('error', onError);
server.on('listening', onListening);

function normalizePort(val) {
  var port = parseInt(val, 10);
  if (isNaN(port)) return val;
  return port >= 0 ? port : false;
}

function onError(error) {
  throw error;
}

function onListening() {
  console.log('listening on ' + server.address().port);
}
`;

/** The app of `express-generator`, whose entry has no extension. */
export const EXPRESS_GENERATOR: Starter = {
  title: "Express's generated app with bin/www",
  packages: ['express@5'],
  files: {
    'package.json': manifest({ scripts: { start: 'node ./bin/www' } }),
    'bin/www': WWW,
    'app.js': `var express = require('express');
var indexRouter = require('./routes/index');

var app = express();
app.use(express.json());
app.use('/', indexRouter);

module.exports = app;
`,
    'routes/index.js': `var express = require('express');
var router = express.Router();

router.get('/hello', function (req, res, next) {
  res.send('hello'); // each request
});

module.exports = router;
`,
  },
  answers: 'routes/index.js',
  harness: 'test-manual/main.js',
  recognized: [
    /^Found an Express app: bin\/www, started by `node \.\/bin\/www` .*; JavaScript, CommonJS, npm$/m,
  ],
};

export const EXPRESS_TYPESCRIPT: Starter = {
  title: 'Express in TypeScript and ES modules, run by tsx watch',
  packages: ['express@5', '@types/express@5', '@types/node@20', 'typescript@5', 'tsx@4'],
  files: {
    'package.json': manifest({
      type: 'module',
      scripts: { dev: 'tsx watch src/index.ts', build: 'tsc' },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        outDir: 'dist',
        rootDir: 'src',
        sourceMap: true,
        strict: true,
        skipLibCheck: true,
      },
      include: ['src'],
    }),
    'src/index.ts': `import type { AddressInfo } from 'node:net';
import { app } from './app.js';

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log('listening on ' + (server.address() as AddressInfo).port);
});
`,
    'src/app.ts': `import express from 'express';

export const app = express();

app.get('/hello', (_request, response) => {
  response.send('hello'); // each request
});
`,
  },
  answers: 'src/app.ts',
  harness: 'test-manual/main.ts',
  recognized: [
    /^Found an Express app: src\/index\.ts, started by `tsx watch src\/index\.ts` .*; TypeScript, ES modules, npm$/m,
  ],
};
