/** The harness file of a project: its name, its syntax and its style. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { describeApp } from '../../../../src/init/detect/detected-app.js';
import { findEntry, listEntryCandidates } from '../../../../src/init/detect/entry-candidates.js';
import { openInitProject } from '../../../../src/init/open-project.js';
import { planInit } from '../../../../src/init/plan/index.js';
import { type Files, makeScratchProject } from '../../../support/project.js';

interface Planned {
  /** Text of each new file, by its path. */
  readonly files: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

function plan(files: Files, entry?: string): Planned {
  const scratch = makeScratchProject({ 'package.json': '{}', ...files });
  try {
    const project = openInitProject(scratch.root);
    const named = entry === undefined ? undefined : findEntry(project, entry, { by: 'option' });
    const candidate = named ?? listEntryCandidates(project)[0] ?? assert.fail('no entry');
    const { changes, notes } = planInit(project, describeApp(project, candidate), 'coverage');
    const texts = changes.map(({ path, after }) => [
      path.slice(project.root.length + 1),
      Buffer.from(after ?? []).toString('utf8'),
    ]);
    return { files: Object.fromEntries(texts), notes };
  } finally {
    scratch.remove();
  }
}

const MODULE = { 'package.json': '{ "type": "module" }' };
const start = (script: string, more: object = {}) => ({
  'package.json': JSON.stringify({ ...more, scripts: { start: script } }),
});

describe('planning the harness file', () => {
  const IMPORT = "import { testMain } from 'covermain/harness';\n\n";
  const REQUIRE = "const { testMain } = require('covermain/harness');\n\n";
  const HARNESSES: readonly [title: string, files: Files, path: string, text: string][] = [
    [
      'TypeScript',
      { 'src/main.ts': 'run();' },
      'test-manual/main.ts',
      `${IMPORT}testMain(() => import('../src/main.js'));\n`,
    ],
    [
      'TypeScript that imports names with .ts',
      { ...MODULE, 'src/main.ts': "import { run } from './run.ts';\nrun();\n", 'src/run.ts': '' },
      'test-manual/main.ts',
      `${IMPORT}testMain(() => import('../src/main.ts'));\n`,
    ],
    [
      'an .mts entry',
      { 'src/main.mts': 'run();\n' },
      'test-manual/main.ts',
      `${IMPORT}testMain(() => import('../src/main.mjs'));\n`,
    ],
    [
      'CommonJS',
      { 'server.js': 'run();\n' },
      'test-manual/main.js',
      `${REQUIRE}testMain(() => require('../server.js'));\n`,
    ],
    [
      'ES modules in JavaScript',
      { ...MODULE, 'server.js': 'run();\n' },
      'test-manual/main.js',
      `${IMPORT}testMain(() => import('../server.js'));\n`,
    ],
    [
      'CommonJS in a package of ES modules',
      { ...start('node server.cjs', { type: 'module' }), 'server.cjs': 'run();\n' },
      'test-manual/main.js',
      `${IMPORT}testMain(() => import('../server.cjs'));\n`,
    ],
    [
      'ES modules that Node detects by their syntax',
      { 'server.js': "import 'node:fs';\nrun();\n" },
      'test-manual/main.mjs',
      `${IMPORT}testMain(() => import('../server.js'));\n`,
    ],
    [
      'double quotes, no semicolons, tabs and CRLF',
      {
        ...start('node --env-file=.env server.js', { type: 'module' }),
        'server.js': 'import fs from "node:fs"\r\nif (fs) {\r\n\trun("a")\r\n}\r\n',
      },
      'test-manual/main.js',
      'import { testMain } from "covermain/harness"\r\n\r\ntestMain(() => {\r\n\tprocess.loadEnvFile(".env")\r\n\treturn import("../server.js")\r\n})\r\n',
    ],
    [
      'a preload of an ES module',
      { ...start('node --import ./otel.js server.js a "b\'c"', { type: 'module' }), 'server.js': 'run();\n' },
      'test-manual/main.js',
      `${IMPORT}testMain(async () => {\n  await import('../otel.js');\n  return import('../server.js');\n}, { args: ['a', 'b\\'c'] });\n`,
    ],
    [
      'a plugin of Fastify in CommonJS',
      {
        ...start('fastify start -l info app.js'),
        'app.js': 'module.exports = async (fastify, opts) => {};\n',
      },
      'test-manual/main.js',
      `${REQUIRE}testMain(() => require('fastify-cli/start.js').start(['-l', 'info', 'app.js']));\n`,
    ],
    [
      'the source of a compiled plugin of Fastify',
      {
        ...start('tsc && fastify start -w dist/app.js', { type: 'module' }),
        'src/app.ts': 'export default async (fastify: unknown, options: unknown) => {};\n',
      },
      'test-manual/main.ts',
      `${IMPORT}testMain(async () => (await import('fastify-cli/start.js')).start(['src/app.ts']));\n`,
    ],
    [
      'several files of variables, of which the last wins',
      { ...start('node --env-file=.env --env-file-if-exists=.env.local server.js'), 'server.js': 'run();\n' },
      'test-manual/main.js',
      `${REQUIRE}testMain(() => {\n  try { process.loadEnvFile('.env.local'); } catch {}\n  process.loadEnvFile('.env');\n  return require('../server.js');\n});\n`,
    ],
    [
      'arguments that only a shell knows',
      { ...start('node server.js --port $PORT'), 'server.js': 'run();\n' },
      'test-manual/main.js',
      `${REQUIRE}testMain(() => require('../server.js'));\n`,
    ],
    [
      'a module that calls the main that it exports',
      { 'server.js': 'exports.main = main;\nfunction main() {}\nmain();\n' },
      'test-manual/main.js',
      `${REQUIRE}// The module starts the app when it is loaded, so testMain must not call what it exports.\ntestMain(() => {\n  require('../server.js');\n});\n`,
    ],
  ];

  for (const [title, files, path, text] of HARNESSES) {
    it(`writes ${path} for ${title}`, () => assert.equal(plan(files).files[path], text));
  }

  it('notes arguments that only a shell knows', () => {
    const { notes } = plan({ ...start('node server.js --port $PORT'), 'server.js': 'run();\n' });
    assert.match(notes.join('\n'), /^The arguments --port \$PORT of "start" contain variables of the shell/);
  });

  const COMPILED = {
    'src/main.ts': 'run();\n',
    ...start('node dist/main.js'),
  };
  const note = /would compile a TypeScript file in test-manual\/ into the app/;

  it('writes JavaScript where a tsconfig would compile TypeScript into the app', () => {
    for (const tsconfig of [
      { compilerOptions: { outDir: 'dist' } },
      { compilerOptions: { rootDir: 'src', outDir: 'dist' } },
      { compilerOptions: { noEmit: true, module: 'commonjs' } },
      { compilerOptions: { outDir: 'dist' }, include: ['**/*.ts'], exclude: ['dist'] },
    ]) {
      const { files, notes } = plan({ ...COMPILED, 'tsconfig.json': JSON.stringify(tsconfig) });
      assert.match(
        files['test-manual/main.mjs'] ?? '',
        /import\('\.\.\/src\/main\.ts'\)/,
        JSON.stringify(tsconfig),
      );
      assert.match(notes.join('\n'), note);
    }
  });

  it('writes TypeScript where no tsconfig compiles it', () => {
    for (const tsconfig of [
      { compilerOptions: { outDir: 'dist' }, include: ['src'] },
      { compilerOptions: { outDir: 'dist' }, files: ['src/main.ts'] },
      { compilerOptions: { noEmit: true, module: 'nodenext' } },
      { compilerOptions: { noEmit: true, module: 'esnext', moduleResolution: 'bundler' } },
    ]) {
      const { files, notes } = plan({ ...COMPILED, 'tsconfig.json': JSON.stringify(tsconfig) });
      assert.ok(files['test-manual/main.ts'], JSON.stringify(tsconfig));
      assert.deepEqual(notes, []);
    }
  });

  it('notes a tsconfig that would compile JavaScript, too, or that cannot be read', () => {
    const tsconfig = JSON.stringify({ compilerOptions: { outDir: 'dist', allowJs: true } });
    const { notes } = plan({
      ...COMPILED,
      'tsconfig.json': tsconfig,
      'tsconfig.broken.json': '{ "extends": "./none" }',
    });
    assert.match(notes.join('\n'), /Add "test-manual" to its "exclude"/);
    assert.match(notes.join('\n'), /tsconfig\.broken\.json cannot be read: /);
  });
});

describe('notes about ESLint', () => {
  const APP = { 'src/main.ts': 'run();\n', 'tsconfig.json': '{ "include": ["src"] }' };
  const TYPED = 'export default [{ languageOptions: { parserOptions: { projectService: true } } }];';

  it('appear where it reads types and no tsconfig includes the harness file', () => {
    for (const [name, text] of [
      ['eslint.config.mjs', TYPED],
      ['eslint.config.js', 'module.exports = [{ languageOptions: { parserOptions: { project: true } } }];'],
      ['.eslintrc.json', '{ "parserOptions": { "project": "./tsconfig.json" } }'],
    ] as const) {
      assert.match(
        plan({ ...APP, [name]: text }).notes.join('\n'),
        /no tsconfig includes test-manual\//,
        name,
      );
    }
  });

  it('do not appear otherwise', () => {
    assert.deepEqual(plan({ ...APP, 'eslint.config.js': 'export default [];' }).notes, []);
    const included = { 'tsconfig.json': '{ "compilerOptions": { "noEmit": true, "module": "nodenext" } }' };
    assert.deepEqual(plan({ ...APP, ...included, 'eslint.config.js': TYPED }).notes, []);
    assert.deepEqual(plan({ 'server.js': 'run();\n', 'eslint.config.js': TYPED }).notes, []);
  });
});

describe('planning .nycrc', () => {
  const include = (files: Files) => JSON.parse(plan(files).files['.nycrc'] ?? '').include;

  it('selects the directories and files that the app imports', () => {
    assert.deepEqual(include({ 'src/main.ts': 'run();\n' }), ['src/**']);
    assert.deepEqual(
      include({
        ...start('node bin/www'),
        'bin/www': "require('../app');\n",
        'app.js': "require('./routes/index');\nrequire('express');\n",
        'routes/index.js': '',
        'unused/index.js': '',
      }),
      ['*.js', 'bin/**', 'routes/**'],
    );
  });

  it('selects the file that a symbolic link leads to, because Node loads that one', function () {
    if (process.platform === 'win32') this.skip();
    const scratch = makeScratchProject({
      'package.json': JSON.stringify({ scripts: { start: 'node start.js' } }),
      'src/app.js': "require('../lib/cart');\nrun();\n",
      'lib/cart.js': '',
    });
    try {
      symlinkSync('src/app.js', scratch.path('start.js'));
      const project = openInitProject(scratch.root);
      const app = describeApp(project, listEntryCandidates(project)[0] ?? assert.fail('no entry'));
      const { changes } = planInit(project, app, 'coverage');
      const nycrc = changes.find(({ path }) => path.endsWith('.nycrc'))?.after;
      assert.deepEqual(JSON.parse(String(nycrc)).include, ['lib/**', 'src/**']);
    } finally {
      scratch.remove();
    }
  });
});

describe('planning the script', () => {
  const script = (text: string) => {
    const changed = plan({ 'package.json': text, 'server.js': 'run();\n' });
    return changed.files['package.json'];
  };

  it('keeps the formatting of package.json', () => {
    const added = '"cover:manual": "covermain manual"';
    assert.equal(script('{}'), '{"scripts": {"cover:manual":"covermain manual"}}');
    assert.equal(
      script('{"scripts":{"a":"b"}}\n'),
      '{"scripts":{"a":"b","cover:manual": "covermain manual"}}\n',
    );
    assert.equal(
      script('{\n    "scripts": {\n        "a": "b"\n    },\n    "x": [1,2]\n}'),
      `{\n    "scripts": {\n        "a": "b",\n        ${added}\n    },\n    "x": [1,2]\n}`,
    );
    assert.equal(
      script('{\r\n\t"name": "x"\r\n}\r\n'),
      `{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t${added}\r\n\t}\r\n}\r\n`,
    );
  });
});
