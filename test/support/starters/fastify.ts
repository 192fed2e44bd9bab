/** Apps of Fastify: the guide's in TypeScript, and one of `fastify generate`. */
import { json, manifest, type Starter } from './starter.js';

export const FASTIFY_TYPESCRIPT: Starter = {
  title: 'Fastify in TypeScript, as in its guide',
  packages: ['fastify@5', '@types/node@20', 'typescript@5'],
  files: {
    'package.json': manifest({ scripts: { build: 'tsc -p tsconfig.json', start: 'node dist/index.js' } }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2022',
        module: 'commonjs',
        outDir: 'dist',
        rootDir: 'src',
        sourceMap: true,
        strict: true,
        skipLibCheck: true,
      },
      include: ['src'],
    }),
    'src/index.ts': `import fastify from 'fastify';

const server = fastify();

server.get('/hello', async (request, reply) => {
  return 'hello\\n'; // each request
});

server.listen({ port: Number(process.env.PORT ?? 8080) }, (err, address) => {
  if (err) {
    console.error(err);
    process.exit(1);
  }
  console.log('listening on ' + new URL(address).port);
});
`,
  },
  build: ['npm', 'run', 'build'],
  answers: 'src/index.ts',
  harness: 'test-manual/main.ts',
  recognized: [
    /^Found a Fastify app: src\/index\.ts, the source of dist\/index\.js, .*; TypeScript, CommonJS, npm$/m,
  ],
};

const ROOT = `'use strict'

module.exports = async function (fastify, opts) {
  fastify.get('/hello', async function (request, reply) {
    return { hello: 'world' } // each request
  })
}
`;

/** The app is a plugin without a main: `fastify start` makes the server and listens. */
export const FASTIFY_CLI: Starter = {
  title: 'a plugin of fastify-cli',
  packages: ['fastify@5', 'fastify-cli@8', '@fastify/autoload@6'],
  files: {
    'package.json': manifest({
      main: 'app.js',
      scripts: { start: 'fastify start -l info app.js', dev: 'fastify start -w -l info -P app.js' },
    }),
    'app.js': `'use strict'

const path = require('node:path')
const AutoLoad = require('@fastify/autoload')

module.exports.options = {}

module.exports = async function (fastify, opts) {
  fastify.addHook('onListen', async () => console.log('listening on ' + fastify.server.address().port))

  fastify.register(AutoLoad, {
    dir: path.join(__dirname, 'routes'),
    options: Object.assign({}, opts)
  })
}
`,
    'routes/root.js': ROOT,
  },
  answers: 'routes/root.js',
  harness: 'test-manual/main.js',
  recognized: [
    /^Found a Fastify app: app\.js, started by `fastify start -l info app\.js` .*; JavaScript, CommonJS, npm$/m,
    /^It is a plugin, /m,
  ],
};

/** The same in TypeScript: `start` compiles the plugin first. */
export const FASTIFY_CLI_TYPESCRIPT: Starter = {
  title: 'a plugin of fastify-cli in TypeScript',
  packages: [
    ...[
      'fastify@5',
      'fastify-cli@8',
      '@fastify/autoload@6',
      'fastify-tsconfig@3',
      '@types/node@20',
      'typescript@5',
    ],
  ],
  files: {
    'package.json': manifest({
      main: 'app.ts',
      scripts: { start: 'npm run build:ts && fastify start -l info dist/app.js', 'build:ts': 'tsc' },
    }),
    'tsconfig.json': json({
      extends: 'fastify-tsconfig',
      compilerOptions: { outDir: 'dist', sourceMap: true },
      include: ['src/**/*.ts'],
    }),
    'src/app.ts': `import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import AutoLoad from '@fastify/autoload'
import { FastifyPluginAsync } from 'fastify'

const app: FastifyPluginAsync = async (fastify, opts): Promise<void> => {
  fastify.addHook('onListen', async () => {
    console.log('listening on ' + (fastify.server.address() as AddressInfo).port)
  })

  void fastify.register(AutoLoad, {
    dir: join(__dirname, 'routes'),
    options: opts
  })
}

export default app
export { app }
`,
    'src/routes/root.ts': `import { type FastifyPluginAsync } from 'fastify'

const root: FastifyPluginAsync = async (fastify, opts): Promise<void> => {
  fastify.get('/hello', async function (request, reply) {
    return { hello: 'world' } // each request
  })
}

export default root
`,
  },
  build: ['npm', 'run', 'build:ts'],
  answers: 'src/routes/root.ts',
  harness: 'test-manual/main.ts',
  recognized: [
    /^Found a Fastify app: src\/app\.ts, the source of dist\/app\.js, started by `fastify start -l info dist\/app\.js` /m,
  ],
};
