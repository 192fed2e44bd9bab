/** Apps of Koa and of plain Node, with and without a compiler. */
import { json, manifest, type Starter } from './starter.js';

export const KOA: Starter = {
  title: 'Koa, as in its guide',
  packages: ['koa@3'],
  files: {
    'package.json': manifest({ main: 'app.js', scripts: { start: 'node app.js' } }),
    'app.js': `'use strict';
const Koa = require('koa');
const app = new Koa();

app.use(async (ctx) => {
  ctx.body = 'Hello World'; // each request
});

const server = app.listen(process.env.PORT || 3000);
server.on('listening', () => console.log('listening on ' + server.address().port));
`,
  },
  answers: 'app.js',
  harness: 'test-manual/main.js',
  recognized: [/^Found a Koa app: app\.js, started by `node app\.js` .*; JavaScript, CommonJS, npm$/m],
};

export const PLAIN_SCRIPT: Starter = {
  title: 'a script in ES modules that has no main',
  packages: [],
  files: {
    'package.json': manifest({ type: 'module', scripts: { start: 'node server.js' } }),
    'server.js': `import { createServer } from 'node:http';

const server = createServer((request, response) => {
  response.end('hello'); // each request
});
server.listen(process.env.PORT ?? 3000, () => console.log('listening on ' + server.address().port));
`,
  },
  answers: 'server.js',
  harness: 'test-manual/main.js',
  recognized: [
    /^Found an HTTP server: server\.js, started by `node server\.js` .*; JavaScript, ES modules, npm$/m,
  ],
};

const COMPILER_OPTIONS = {
  target: 'es2022',
  module: 'commonjs',
  esModuleInterop: true,
  outDir: 'dist',
  rootDir: 'src',
  sourceMap: true,
  strict: true,
  skipLibCheck: true,
};

const SERVER = `import http from 'node:http';
import type { AddressInfo } from 'node:net';

export async function main(): Promise<http.Server> {
  const server = http.createServer((_request, response) => {
    response.end('hello'); // each request
  });
  await new Promise<void>((resolve) => server.listen(Number(process.env.PORT ?? 3000), resolve));
  console.log('listening on ' + (server.address() as AddressInfo).port);
  return server;
}

if (require.main === module) void main();
`;

/** The entry is compiled: `start` runs `dist/`. The compiler takes all files of the project, as after `tsc --init`. */
export const COMPILED: Starter = {
  title: 'an app that is compiled to dist/',
  packages: ['@types/node@20', 'typescript@5', 'ts-node@10'],
  files: {
    'package.json': manifest({
      main: 'dist/index.js',
      scripts: { build: 'tsc', start: 'node dist/index.js' },
    }),
    'tsconfig.json': json({ compilerOptions: COMPILER_OPTIONS }),
    'src/index.ts': SERVER,
  },
  build: ['npm', 'run', 'build'],
  answers: 'src/index.ts',
  harness: 'test-manual/main.mjs',
  recognized: [
    /^Found an HTTP server: src\/index\.ts, the source of dist\/index\.js, started by `node dist\/index\.js` /m,
    /The harness file is JavaScript, because tsconfig\.json would compile a TypeScript file/,
  ],
};

export const TS_NODE: Starter = {
  title: 'an app that ts-node runs',
  packages: ['@types/node@20', 'typescript@5', 'ts-node@10'],
  files: {
    'package.json': manifest({ scripts: { start: 'ts-node src/server.ts' } }),
    'tsconfig.json': json({ compilerOptions: COMPILER_OPTIONS, include: ['src'] }),
    'src/server.ts': SERVER,
  },
  answers: 'src/server.ts',
  harness: 'test-manual/main.ts',
  recognized: [
    /^Found an HTTP server: src\/server\.ts, started by `ts-node src\/server\.ts` .*; TypeScript, CommonJS, npm$/m,
  ],
};
