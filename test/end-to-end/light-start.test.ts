/** Tests lazy loading of slow modules: each would delay every process of a run (docs/notes/start.md). */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

const TOOL = 'node_modules/tool/index.js';

/**
 * Prints the modules of Node and the names of the files that are loaded when the process exits. The app does not see the
 * modules of the engines, but their parser has a native addon.
 */
const PRINT_LOADED = `process.once('exit', () => {
  const paths = [...Object.keys(require.cache), ...process.report.getReport().sharedObjects];
  const files = paths.map((file) => require('node:path').basename(file));
  console.log('@' + JSON.stringify([...process.moduleLoadList, ...files]));
});`;

/** Prints the name of each module that is loaded by `process.getBuiltinModule`. */
const PRINT_BUILTINS = 'print-builtins.cjs';
const PRINT_BUILTINS_TEXT = `const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => {
  require('node:fs').writeSync(1, name + '\\n');
  return getBuiltinModule(name);
};`;

const HEAVY =
  /^NativeModule (child_process|crypto|fs\/promises|http|inspector|net|perf_hooks|stream|worker_threads|internal\/deps\/undici\/undici)$/;

function loadedBy(stdout: string): readonly string[] {
  const line = stdout.split('\n').find((one) => one.startsWith('@')) ?? '@[]';
  return JSON.parse(line.slice(1)) as readonly string[];
}

describe('lazy loading', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      [TOOL]: PRINT_LOADED,
      [PRINT_BUILTINS]: PRINT_BUILTINS_TEXT,
      'src/measured.js': "require('tool'); function f() {} f();",
    });
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function loaded(file: string, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const { code, stdout, stderr } = await outcomeOf(startNode(project, [file], env));
    assert.deepEqual([code, stderr], [0, '']);
    return loadedBy(stdout);
  }

  it('keeps slow modules of Node out of a process that loads no file of the project', async () => {
    const plain = await loaded(TOOL, {});
    const measured = await loaded(TOOL, measuring().env);
    const more = measured.filter((name) => !plain.includes(name));
    assert.ok(more.includes('preload.cjs'), more.join(', '));
    assert.deepEqual(
      more.filter((name) => HEAVY.test(name)),
      [],
    );
  });

  it('keeps the engines out of a process that finds all its files in the cache', async () => {
    const hasParser = (names: readonly string[]) => names.some((name) => /^parser\..*\.node$/.test(name));
    assert.ok(hasParser(await loaded('src/measured.js', measuring().env)));
    const { env, functions } = measuring();
    const again = await loaded('src/measured.js', env);
    assert.ok(again.includes('preload.cjs'));
    assert.ok(!hasParser(again));
    assert.deepEqual(functions('src/measured.js'), { f: 1 });
  });

  it('keeps crypto out of a process that finds its only file in the cache, also at its end', async () => {
    writeFileSync(project.path('src/single.js'), `function f() {} f(); // ${'-'.repeat(5000)}`);
    const { env, functions } = measuring();
    const NODE_OPTIONS = `--require ./${PRINT_BUILTINS} ${env.NODE_OPTIONS}`;
    const outcome = () => outcomeOf(startNode(project, ['src/single.js'], { ...env, NODE_OPTIONS }));
    const first = await outcome();
    assert.match(first.stdout, /^node:crypto$/m, first.stderr);
    const second = await outcome();
    assert.deepEqual(second, { ...second, code: 0, stderr: '' });
    assert.doesNotMatch(second.stdout, /crypto/);
    assert.deepEqual(functions('src/single.js'), { f: 2 });
  });

  it('keeps the pattern engine out of the bundle of the agent', () => {
    const engine = readFileSync(createRequire(import.meta.url).resolve('re2js'), 'utf8');
    const agent = readFileSync(`${REPOSITORY}/dist/src/agent/agent.cjs`, 'utf8');
    assert.match(engine, /RE2JSSyntaxException/);
    assert.doesNotMatch(agent, /RE2JSSyntaxException/);
  });

  it('keeps undici out of a command that needs only the HTTP client', async () => {
    const env = { NODE_OPTIONS: `--require ./${TOOL}` };
    const program = startCovermain(project, ['list'], { env });
    assert.equal(await program.exitCode, 0, program.output());
    const names = loadedBy(program.stdout());
    assert.ok(names.includes('NativeModule _http_client'), program.output());
    assert.ok(!names.includes('NativeModule internal/deps/undici/undici'));
  });
});
