/** Scripts of package.json: which commands start the app, and what they pass to it. */
import assert from 'node:assert/strict';
import { listScriptStarts } from '../../../../src/init/detect/script-starts.js';
import { splitScript } from '../../../../src/init/detect/script-words.js';
import { findStartCommands, type StartCommand } from '../../../../src/init/detect/start-commands.js';

const FILES = ['server.js', 'src/main.ts', 'bin/www', './bin/www', 'my app/server.js', 'src\\main.ts'];

const RESOLVER = {
  resolve: (name: string) => (FILES.includes(name) ? `/app/${name}` : undefined),
  resolveNestEntry: (app: string | undefined) => `/app/${app ?? 'src'}/main.ts`,
};

const find = (script: string) => findStartCommands(script, RESOLVER);

describe('splitting scripts', () => {
  const SCRIPTS: readonly [script: string, commands: readonly (readonly string[])[]][] = [
    ['a && b || c; d & e | f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    [`a 'b c' "d \\"e\\"" f\\ g`, [['a', 'b c', 'd "e"', 'f g']]],
    [`A="x y"z 'b'"c"`, [['A=x yz', 'bc']]],
    ['node .\\src\\main.ts', [['node', '.\\src\\main.ts']]],
    ['(a; b)', [['a'], ['b']]],
    ['a >log 2>&1 & b', [['a', '>log', '2>&1'], ['b']]],
    [`a '' ""`, [['a', '', '']]],
    [`a 'unfinished b`, [['a', "'unfinished", 'b']]],
    ['', []],
  ];
  for (const [script, commands] of SCRIPTS) {
    it(`splits ${JSON.stringify(script)}`, () =>
      assert.deepEqual(
        splitScript(script).map((command) => command.map(({ text }) => text)),
        commands,
      ));
  }
});

describe('finding the commands of a script that start an app', () => {
  const STARTS: readonly [script: string, expected: Partial<StartCommand>][] = [
    ['node server.js', { runner: 'node', text: 'node server.js', name: 'server.js', file: '/app/server.js' }],
    ['tsc && node --enable-source-maps server.js', { text: 'node --enable-source-maps server.js' }],
    ['tsx watch --clear-screen=false src/main.ts', { runner: 'tsx', file: '/app/src/main.ts' }],
    ['ts-node -P tsconfig.json -r tsconfig-paths/register src/main.ts', { runner: 'ts-node', preloads: [] }],
    ['ts-node-dev --respawn --watch server.js src/main.ts', { file: '/app/src/main.ts' }],
    ['nodemon --watch src --ext ts,json src/main.ts', { runner: 'nodemon', file: '/app/src/main.ts' }],
    ['nodemon --watch src --exec "tsx src/main.ts --port 1"', { runner: 'tsx', args: ['--port', '1'] }],
    ['concurrently "tsc -w" "node -r dotenv/config server.js"', { preloads: ['dotenv/config'] }],
    ['node --import tsx --import=./otel.js src/main.ts', { preloads: ['./otel.js'] }],
    [
      'node --env-file=.env --env-file-if-exists .env.local server.js',
      {
        envFiles: [
          { path: '.env', mayBeMissing: false },
          { path: '.env.local', mayBeMissing: true },
        ],
      },
    ],
    ['node server.js 2>&1', { text: 'node server.js 2>&1', args: [] }],
    ['node server.js --port 80 "a b" > log.txt 2>&1', { args: ['--port', '80', 'a b'] }],
    ['fastify start -w -l info -P server.js', { runner: 'fastify', args: ['-l', 'info', '-P', 'server.js'] }],
    ['fastify start -l server.js src/main.ts > log.txt', { args: ['-l', 'server.js', 'src/main.ts'] }],
    ['nest start --watch', { runner: 'nest', file: '/app/src/main.ts', text: 'nest start --watch' }],
    ['nest start api --debug', { file: '/app/api/main.ts' }],
    ['NODE_ENV=development A="b c" node server.js', { environment: 'NODE_ENV=development A="b c"' }],
    ['cross-env NODE_ENV=x npx tsx src/main.ts', { environment: 'cross-env NODE_ENV=x', runner: 'tsx' }],
    ['dotenv -e .env.local -- tsx src/main.ts', { environment: 'dotenv -e .env.local --' }],
    ["NODE_OPTIONS='--import tsx' node src/main.ts", { environment: '' }],
    ['npx -y tsx src/main.ts', { environment: '', text: 'tsx src/main.ts' }],
    ['./node_modules/.bin/tsx src/main.ts', { runner: 'tsx' }],
    ['./bin/www', { runner: 'node', name: './bin/www', file: '/app/./bin/www' }],
    ['node "my app/server.js"', { file: '/app/my app/server.js' }],
    ['node src\\main.ts', { file: '/app/src\\main.ts' }],
  ];
  for (const [script, expected] of STARTS) {
    it(`understands ${JSON.stringify(script)}`, () => {
      const [found, ...others] = find(script);
      assert.ok(found);
      assert.deepEqual(others, []);
      const keys = Object.keys(expected) as (keyof StartCommand)[];
      assert.deepEqual(Object.fromEntries(keys.map((key) => [key, found[key]])), expected);
    });
  }

  for (const script of [
    'next start',
    'node --test',
    'tsc -p .',
    'echo server.js',
    'nest build',
    'node nothing.js',
  ]) {
    it(`finds none in ${JSON.stringify(script)}`, () => assert.deepEqual(find(script), []));
  }

  it('finds all of them, in order', () => {
    assert.deepEqual(
      find('node server.js & tsx src/main.ts').map(({ name }) => name),
      ['server.js', 'src/main.ts'],
    );
  });
});

describe('listing the scripts that start an app', () => {
  const list = (scripts: Readonly<Record<string, string>>) =>
    listScriptStarts(scripts, RESOLVER).map(({ script, command }) => `${script}: ${command.text}`);

  it('lists start first, whatever the order in package.json', () => {
    const scripts = { dev: 'tsx src/main.ts', test: 'node server.js', start: 'node server.js' };
    assert.deepEqual(list(scripts), ['start: node server.js', 'dev: tsx src/main.ts']);
  });

  it('lists scripts for one of several apps after the usual ones', () => {
    const scripts = {
      'start:api': 'node server.js',
      'serve-worker': 'node bin/www',
      'start:': 'node server.js',
      starter: 'node server.js',
      prestart: 'node server.js',
      dev: 'tsx src/main.ts',
    };
    assert.deepEqual(list(scripts), [
      'dev: tsx src/main.ts',
      'start:api: node server.js',
      'serve-worker: node bin/www',
    ]);
  });

  it('marks the scripts with unusual names', () => {
    const starts = listScriptStarts({ 'start:api': 'node server.js', dev: 'tsx src/main.ts' }, RESOLVER);
    assert.deepEqual(
      starts.map(({ script, isVariant }) => [script, isVariant]),
      [
        ['dev', false],
        ['start:api', true],
      ],
    );
  });

  it('follows scripts that run others', () => {
    for (const start of [
      'npm run listen',
      'yarn listen',
      'pnpm run listen',
      'run-s build listen',
      'concurrently npm:listen',
    ]) {
      assert.deepEqual(list({ start, listen: 'node server.js' }), ['start: node server.js'], start);
    }
  });

  it('ends although scripts run each other', () => {
    assert.deepEqual(list({ start: 'npm run dev', dev: 'npm run start && node server.js' }), [
      'start: node server.js',
      'dev: node server.js',
    ]);
  });

  it('does not follow commands into other packages', () => {
    for (const start of [
      'npm run listen --workspace services/a',
      'yarn workspace a run listen',
      'pnpm --filter a listen',
      'npm --prefix a run listen',
      'cd a && node server.js',
    ]) {
      assert.deepEqual(list({ start, listen: 'node server.js' }), [], start);
    }
  });
});
