/** `covermain init` in projects of all kinds that need no other package: afterwards `npm run cover:manual` measures the app. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killLeftPrograms, type Program, start, startCovermain } from '../../support/program.js';
import { type Files, functionCounts, makeBareProject, type Project } from '../../support/project.js';

/** Statements of a server that answers one request and closes. `hit` runs once. */
const ONE_REQUEST = `
const server = http.createServer((request, response) => response.end(hit()));
server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port }, (response) => {
  response.resume();
  server.close();
}));
function hit() { return 'hit'; }`;

interface Kind {
  readonly title: string;
  readonly files: Files;
  /** Line that `init` prints. */
  readonly found: string;
  /** New harness file, and a line of it. */
  readonly harness: readonly [file: string, line: string];
  /** Source whose function `hit` runs once. */
  readonly source: string;
}

const manifest = (scripts: Readonly<Record<string, string>>, more: object = {}) =>
  JSON.stringify({ name: 'shop', ...more, scripts }, undefined, 2);

const MODULE = { type: 'module' };
const SERVER_MODULE = `import http from 'node:http';\n${ONE_REQUEST}\n`;
const SERVER_COMMON_JS = `const http = require('node:http');\n${ONE_REQUEST}\n`;
const TYPED_SERVER = SERVER_MODULE.replace("'hit'", "'hit' as string");

const KINDS: readonly Kind[] = [
  {
    title: 'an HTTP server in TypeScript and ES modules that exports main, run by tsx',
    files: {
      'package.json': manifest({ dev: 'tsx watch src/main.ts' }, MODULE),
      'src/main.ts': `import http from 'node:http';\nexport function main(): void {${ONE_REQUEST}}\n`,
    },
    found:
      'Found an HTTP server: src/main.ts, started by `tsx watch src/main.ts` (script "dev"); TypeScript, ES modules, npm',
    harness: ['test-manual/main.ts', "testMain(() => import('../src/main.js'));"],
    source: 'src/main.ts',
  },
  {
    title: 'an HTTP server in JavaScript and CommonJS that starts when it is loaded',
    files: { 'package.json': manifest({ start: 'node server.js' }), 'server.js': SERVER_COMMON_JS },
    found:
      'Found an HTTP server: server.js, started by `node server.js` (script "start"); JavaScript, CommonJS, npm',
    harness: ['test-manual/main.js', "testMain(() => require('../server.js'));"],
    source: 'server.js',
  },
  {
    title: 'a script in ES modules without main, found by its name',
    files: {
      'package.json': manifest({ test: 'node --test' }, MODULE),
      'index.js': 'function hit() {}\nhit();\n',
    },
    found: 'Found a script: index.js, found by its name; JavaScript, ES modules, npm',
    harness: ['test-manual/main.js', "testMain(() => import('../index.js'));"],
    source: 'index.js',
  },
  {
    title: 'a CommonJS module that starts only as the main module',
    files: {
      'package.json': manifest({ start: 'node bin/www' }),
      'bin/www': "#!/usr/bin/env node\nrequire('../app').listen();\n",
      'app.js': 'exports.listen = function hit() {};\n',
    },
    found: 'Found a script: bin/www, started by `node bin/www` (script "start"); JavaScript, CommonJS, npm',
    harness: ['test-manual/main.js', "testMain(() => require('../bin/www'));"],
    source: 'app.js',
  },
  {
    title: 'a TypeScript module in CommonJS that starts only as the main module',
    files: {
      'package.json': manifest({ start: 'ts-node src/app.ts' }),
      'src/app.ts': 'function hit(): void {}\nif (require.main === module) hit();\n',
    },
    found:
      'Found a script: src/app.ts, started by `ts-node src/app.ts` (script "start"); TypeScript, CommonJS, npm',
    harness: ['test-manual/main.ts', "testMain(() => runAsMain(require.resolve('../src/app.ts')));"],
    source: 'src/app.ts',
  },
  {
    title: 'an ES module that starts only as the main module',
    files: {
      'package.json': manifest({ start: 'node src/app.mjs' }),
      'src/app.mjs':
        "import { pathToFileURL } from 'node:url';\nfunction hit() {}\nif (import.meta.url === pathToFileURL(process.argv[1]).href) hit();\n",
    },
    found:
      'Found a script: src/app.mjs, started by `node src/app.mjs` (script "start"); JavaScript, ES modules, npm',
    harness: [
      'test-manual/main.mjs',
      "testMain(() => runAsMain(new URL('../src/app.mjs', import.meta.url)));",
    ],
    source: 'src/app.mjs',
  },
  {
    title: 'a module that exports main and calls it, which must start once',
    files: {
      'package.json': manifest({ start: 'node main.js' }, MODULE),
      'main.js': 'export async function main() { hit(); }\nfunction hit() {}\nmain().catch(console.error);\n',
    },
    found: 'Found a script: main.js, started by `node main.js` (script "start"); JavaScript, ES modules, npm',
    harness: ['test-manual/main.js', "  await import('../main.js');"],
    source: 'main.js',
  },
  {
    title: 'a compiled app, whose source it starts, without adding to what the compiler compiles',
    files: {
      'package.json': manifest({ build: 'tsc', start: 'node dist/main.js' }, MODULE),
      'tsconfig.json': JSON.stringify({ compilerOptions: { outDir: 'dist', module: 'nodenext' } }),
      'src/main.ts': TYPED_SERVER,
    },
    found:
      'Found an HTTP server: src/main.ts, the source of dist/main.js, started by `node dist/main.js` (script "start"); TypeScript, ES modules, npm',
    harness: ['test-manual/main.mjs', "testMain(() => import('../src/main.ts'));"],
    source: 'src/main.ts',
  },
  {
    title: 'an app with variables, a file of variables, a preload and arguments, of pnpm',
    files: {
      'pnpm-lock.yaml': '',
      'package.json': manifest({
        start: 'npm run serve',
        serve:
          'cross-env-shell true && NODE_ENV="my app" node --env-file=.env -r ./setup.js server.js --port 80',
      }),
      '.env': 'NAME=from file\n',
      'setup.js': "globalThis.isSetUp = 'set up';\n",
      'server.js': `
        const shown = [process.env.NODE_ENV, process.env.NAME, globalThis.isSetUp, ...process.argv.slice(2)];
        if (shown.join() === 'my app,from file,set up,--port,80') hit();
        function hit() {}
      `,
    },
    found:
      'Found a script: server.js, started by `node --env-file=.env -r ./setup.js server.js --port 80` (script "start"); JavaScript, CommonJS, pnpm',
    harness: ['test-manual/main.js', "}, { args: ['--port', '80'] });"],
    source: 'server.js',
  },
];

describe('covermain init', function () {
  this.timeout(60_000);
  const projects: Project[] = [];

  afterEach(() => {
    killLeftPrograms();
    for (const project of projects.splice(0)) project.remove();
  });

  function make(files: Files): Project {
    const project = makeBareProject(files);
    projects.push(project);
    return project;
  }

  for (const { title, files, found, harness, source } of KINDS) {
    it(`sets up ${title}`, async () => {
      const project = make(files);
      const init = await ended(startCovermain(project, ['init', '--yes']), 0);
      assert.equal(init.stdout().split('\n')[0], found);
      const [file, line] = harness;
      assert.ok(readFileSync(project.path(file), 'utf8').split('\n').includes(line), init.output());
      addJsonReport(project);
      const run = start(project, 'npm', ['run', 'cover:manual'], { env: { MANUAL_INTEGRATION: '1' } });
      await ended(run, 0);
      assert.equal(functionCounts(project, source).hit, 1, run.output());
    });
  }

  it('changes nothing the second time', async () => {
    for (const { title, files } of KINDS) {
      const project = make(files);
      await ended(startCovermain(project, ['init', '--yes']), 0);
      const before = snapshot(project);
      const again = await ended(startCovermain(project, ['init', '--yes']), 0);
      assert.match(again.stdout(), /^Nothing to change\.$/m, title);
      assert.deepEqual(snapshot(project), before, title);
    }
  });
});

/** Makes the new `.nycrc` write the report that tests read. */
function addJsonReport({ path }: Project): void {
  const config = JSON.parse(readFileSync(path('.nycrc'), 'utf8'));
  writeFileSync(path('.nycrc'), JSON.stringify({ ...config, reporter: ['text', 'json'] }));
}

async function ended(program: Program, code: number): Promise<Program> {
  assert.equal(await program.exitCode, code, program.output());
  return program;
}

/** Returns the text of each file that `init` can change. */
function snapshot({ path, root }: Project): Readonly<Record<string, string>> {
  const harness = readdirSync(path('test-manual')).map((name) => join('test-manual', name));
  const files = ['package.json', '.nycrc', '.gitignore', ...harness].filter((file) =>
    existsSync(join(root, file)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(path(file), 'utf8')]));
}
