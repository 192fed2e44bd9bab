/** Generates requests of malicious and broken clients. None of them may change anything. */
import { connect, type NetConnectOpts } from 'node:net';
import { type Random, randomOf } from './profiles.js';

export interface Fuzz {
  /** Bytes to send, one chunk a packet. */
  readonly pieces: readonly Buffer[];
  /** Number of requests, including incomplete and malformed ones. */
  readonly requests: number;
  /**
   * When the connection is closed: after everything was sent, at the first byte of a response, or by the server after it has
   * responded to everything and the client has ended its side.
   */
  readonly end: 'at once' | 'answered' | 'by the server';
}

/** Routes that change something, but only for POST. */
const CHANGING = [
  '/v1/cover/clear',
  '/v1/cover/reset',
  '/v1/cover/dump',
  '/v1/cover/stop',
  '/v1/cover/session/start?name=fuzz',
  '/v1/cover/session/end?name=fuzz',
  '/test/start/fuzz',
  '/test/end/fuzz',
  '/test/start/%ff%zz',
  '/v1/cover/profile/../clear',
];

/** Routes that change nothing. */
const KNOWN = [
  '/v1/cover/profile',
  '/v1/cover/profile?process=self&have=0123',
  '/v1/cover/profile?skipfile=(a*)*(a*)*b$&coverfile=^(\\pL{9})*$',
  '/v1/cover/profile?process=other',
  '/v1/cover/profile?skipfile=(',
  '/v1/cover/coverage',
  '/v1/cover/status?process=self',
  '/v1/cover/status',
  '/test',
  '/nowhere',
];

const HARMLESS = [
  ...KNOWN,
  '/',
  '*',
  '//',
  '/v1/cover/%63lear/x',
  '/v1/cover/CLEAR',
  '/v1/cover/clear%',
  '/test/start/',
  '/test/start/a/b',
  '/\u0000',
  '/?'.padEnd(20_000, 'x'),
  'http://localhost/v1/cover/status?process=self',
  'http://[/v1/cover/status',
  `/v1/cover/profile?${'skipfile=a&'.repeat(200)}`,
  '/v1/cover/profile?have=,,,%00&HAVE=..%2f..%2fetc',
  '/__proto__/constructor',
];

const HARMLESS_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'];
const OTHER_METHODS = ['POST', 'CONNECT', 'get', 'FOO', '', 'GET GET', '\u0000', 'M-SEARCH'];

const VALID_HEADERS = [
  'Accept: application/json',
  'Accept: application/octet-stream',
  'Accept: text/html;q=nonsense, */*;q=0.1',
  'Accept: image/png',
  'Accept: text/plain',
  'X-None: 1',
];

const HEADERS = [
  ...VALID_HEADERS,
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Expect: 100-continue',
  'Expect: the worst',
  'Origin: https://example.com',
  'Sec-Fetch-Site: cross-site',
  'Authorization: Bearer',
  'Content-Encoding: gzip',
  'Transfer-Encoding: nonsense',
  'Cookie: a=b; __proto__=c',
  'X-Long: '.padEnd(17_000, 'x'),
  'X-Many: 1\r\n'.repeat(300).trim(),
  ': no name',
  'No colon',
  'X-Folded: a\r\n b',
  'X-Control: \u0001',
  'Host: example.com',
  'Content-Length: -1',
  'Content-Length: 1\r\nContent-Length: 2',
  'Content-Length: 99999999999999999999',
];

const BODIES = [
  '',
  '{}',
  '{"skipfile":null,"coverfile":null,"force":false}',
  '{"skipfile":["(',
  '{"__proto__":{"skipfile":["x"]},"constructor":1}',
  '{"skipfile":[["x"]],"SKIPFILE":{"length":3}}',
  `{"skipfile":${'['.repeat(50_000)}`,
  `{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '\ufeff{}',
  '[1e999]',
  'x'.repeat(70_000),
];

const OTHER_PROTOCOLS = [
  Buffer.from('1603010200010001fc0303', 'hex'), // TLS
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from('050100', 'hex'), // SOCKS
  Buffer.from('GET /v1/cover/status\r\n\r\n'), // HTTP/0.9
  Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
  Buffer.from('\r\n\r\n\r\n'),
];

/** Returns the requests for a seed, always the same. */
export function fuzzOf(seed: number): Fuzz {
  const random = randomOf(seed);
  // After the first malformed request, the server reads no others. So half of the connections send only valid ones.
  const requestOf = random(2) ? validRequest : arbitraryRequest;
  const requests = Array.from({ length: 1 + random(6) }, () => requestOf(random));
  const bytes = Buffer.concat(requests);
  const isCut = random(5) === 0;
  const whole = isCut ? bytes.subarray(0, random(bytes.length)) : bytes;
  return {
    pieces: random(3) === 0 ? split(random, whole) : [whole],
    requests: requests.length,
    end: isCut ? 'at once' : oneOf(random, ['at once', 'answered', 'by the server']),
  };
}

/** Returns a well-formed request that changes nothing. */
function validRequest(random: Random): Buffer {
  const isOfChanging = random(4) === 0;
  const method = oneOf(random, [
    'GET',
    'HEAD',
    'PUT',
    'DELETE',
    'OPTIONS',
    ...(isOfChanging ? [] : ['POST']),
  ]);
  const path = oneOf(random, isOfChanging ? CHANGING : KNOWN);
  const body = random(2) ? '' : oneOf(random, BODIES);
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const headers = ['Host: localhost', oneOf(random, VALID_HEADERS), length];
  return lines(`${method} ${path} HTTP/1.1`, ...headers, '', body);
}

function arbitraryRequest(random: Random): Buffer {
  switch (random(12)) {
    case 0:
      return Buffer.from(Array.from({ length: random(300) }, () => random(256)));
    case 1:
      return oneOf(random, OTHER_PROTOCOLS);
    case 2:
      return cutPost(random);
    case 3:
    case 4:
      return textOf(random, oneOf(random, HARMLESS_METHODS), oneOf(random, CHANGING));
    case 5:
      return textOf(random, oneOf(random, OTHER_METHODS), oneOf(random, HARMLESS));
    case 6:
      return textOf(random, 'POST', `${oneOf(random, CHANGING).replace(/\?.*/, '')}?process=${random(9)}`);
    case 7:
      return chunked(random);
    default:
      return textOf(random, oneOf(random, ['POST', ...HARMLESS_METHODS]), oneOf(random, HARMLESS));
  }
}

function textOf(random: Random, method: string, path: string): Buffer {
  const headers = Array.from({ length: random(3) }, () => oneOf(random, HEADERS));
  const version = random(20) ? 'HTTP/1.1' : oneOf(random, ['HTTP/1.0', 'HTTP/9.9', 'HTP/1.1', '']);
  const body = random(3) ? '' : oneOf(random, BODIES);
  const length = body === '' || random(5) === 0 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return lines(`${method} ${path} ${version}`, 'Host: localhost', ...headers, ...length, '', body);
}

/**
 * Returns a request that would change something if it were complete. Its length is larger than everything that can follow, so
 * that no other request completes it.
 */
function cutPost(random: Random): Buffer {
  const length = 2 ** 20 + random(2 ** 20);
  return lines(
    `POST ${oneOf(random, CHANGING)} HTTP/1.1`,
    'Host: localhost',
    `Content-Length: ${length}`,
    '',
    '{"',
  );
}

function chunked(random: Random): Buffer {
  const size = oneOf(random, ['5', 'ffffffffffffffff', '-1', 'zz', '0x5', '5;ext=1']);
  return lines(
    `POST ${oneOf(random, HARMLESS)} HTTP/1.1`,
    'Host: localhost',
    'Transfer-Encoding: chunked',
    ...['', size, 'hello', oneOf(random, ['0', '']), '', ''],
  );
}

function lines(...text: readonly string[]): Buffer {
  return Buffer.from(text.join('\r\n'));
}

function split(random: Random, bytes: Buffer): readonly Buffer[] {
  const at = random(bytes.length + 1);
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

/**
 * Sends the requests over a new connection. Resolves with all responses after the connection is closed.
 *
 * @throws Error if the server keeps the connection open
 */
export function sendFuzz(address: NetConnectOpts, { pieces, end }: Fuzz): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ ...address, allowHalfOpen: true });
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (end === 'answered') socket.destroy();
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => {}); // a reset connection is no failure
    socket.on('close', () => resolve(answer));
    // Longer than the server keeps a silent connection open.
    socket.setTimeout(60_000, () =>
      reject(new Error(`The server keeps the connection open. Responses: ${answer}`)),
    );
    for (const piece of pieces) socket.write(piece);
    if (end === 'at once') socket.write('', () => socket.destroy());
    else socket.end();
  });
}
