/** Files that another tool instrumented keep their own counters, which are added to the profile. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';

const FOREIGN = `exports.size = function size(value, unit = 'm') {
  if (value > 1) return 'large' + unit;
  return value || never();
};
function never() {}
`;

const MAIN = `const { size } = require('./foreign.js');
const own = () => size(2);
own(); own(); size(1);
console.log(JSON.stringify(globalThis.__coverage__));
`;

/** Looks like counts, and is none; long enough for an agent to read it. */
const JUNK = `require('./foreign.js').size(2);
Object.assign(globalThis.__coverage__, { a: 1, b: null, c: { path: '/x', statementMap: {} } });
void goOn();
async function goOn() {
  await (await import('covermain')).dump();
  console.log('went on');
}
`;

const BARE = "require('./foreign.js').size(0);";

describe('a file that another tool instrumented', () => {
  let project: Project;
  let measuring: () => Measuring;
  let maps: FileCoverageData;

  before(async () => {
    project = makeProject({ 'package.json': '{}', 'src/main.js': MAIN, 'src/bare.js': BARE });
    const file = project.path('src/foreign.js');
    const instrumenter = createInstrumenter({ compact: false, esModules: false });
    const modules = createInstrumenter({ compact: true, esModules: true });
    const text = "import './main.js';\nrun();\nfunction run() {}\n";
    const texts = {
      'src/foreign.js': instrumenter.instrumentSync(FOREIGN, file),
      'src/module.mjs': modules.instrumentSync(text, project.path('src/module.mjs')),
    };
    for (const [name, code] of Object.entries(texts)) writeFileSync(project.path(name), code);
    maps = JSON.parse(JSON.stringify(instrumenter.lastFileCoverage()));
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function run(file: string, { env, coverage } = measuring()) {
    const { code, stdout, stderr } = await outcomeOf(startNode(project, [file], env));
    assert.equal(code, 0, stderr);
    return { stdout, coverage: coverage() };
  }

  it('is in the profile with its own maps', async () => {
    const { coverage } = await run('src/main.js');
    assert.deepEqual(Object.keys(coverage), ['src/foreign.js', 'src/main.js']);
    const { statementMap, fnMap, branchMap, s, f, b } = coverage['src/foreign.js'] as FileCoverageData;
    const found = JSON.parse(JSON.stringify({ statementMap, branchMap, names: namesOf(fnMap) }));
    const { statementMap: statements, branchMap: branches } = maps;
    assert.deepEqual(found, { statementMap: statements, branchMap: branches, names: namesOf(maps.fnMap) });
    assert.deepEqual(Object.values(f), [3, 0]);
    assert.deepEqual(Object.values(s), [1, 3, 2, 1]);
    assert.deepEqual(Object.values(b), [[3], [2, 1], [1, 0]]);
    assert.deepEqual(functionsOf(coverage['src/main.js'] as FileCoverageData), { '(anonymous_0)': 2 });
  });

  it('is in globalThis.__coverage__ with the same counts as in the profile', async () => {
    const { stdout, coverage } = await run('src/main.js');
    const global = JSON.parse(stdout) as CoverageMapData;
    const files = ['src/foreign.js', 'src/main.js'];
    assert.deepEqual(Object.keys(global).sort(), files.map(project.path));
    for (const file of files) {
      const { s, f, b } = global[project.path(file)] as FileCoverageData;
      const { s: statements, f: functions, b: branches } = coverage[file] as FileCoverageData;
      assert.deepEqual({ s, f, b }, { s: statements, f: functions, b: branches });
    }
  });

  it('is also counted as an ES module', async () => {
    const { coverage } = await run('src/module.mjs');
    assert.deepEqual(functionsOf(coverage['src/module.mjs'] as FileCoverageData), { run: 1 });
    assert.deepEqual(Object.values((coverage['src/foreign.js'] as FileCoverageData).f), [3, 0]);
  });

  it('is distinguished from other values of __coverage__, which cause one warning', async () => {
    writeFileSync(project.path('src/junk.js'), JUNK);
    const { env, coverage, functions } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/junk.js'], env));
    assert.deepEqual([code, stdout], [0, 'went on\n'], stderr);
    assert.match(
      stderr,
      /^covermain: __coverage__ has an invalid entry .*: .*\. Invalid entries are not measured\.\n$/,
    );
    assert.deepEqual(functions('src/junk.js'), { goOn: 1 });
    assert.deepEqual(Object.values((coverage()['src/foreign.js'] as FileCoverageData).f), [1, 0]);
  });

  it('is added up over processes and reported once', async () => {
    const command = ['sh', '-c', 'node src/main.js && node src/main.js && node src/bare.js'];
    const program = startCovermain(project, ['run', '--reporter', 'json', '--', ...command]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /several versions|counts are missing/i);
    const report = JSON.parse(readFileSync(project.path('coverage/coverage-final.json'), 'utf8'));
    const { f, b } = report[project.path('src/foreign.js')] as FileCoverageData;
    assert.deepEqual(Object.values(f), [7, 1]);
    assert.deepEqual(Object.values(b)[1], [4, 3]);
  });
});

function namesOf(functions: FileCoverageData['fnMap']): readonly string[] {
  return Object.values(functions).map(({ name }) => name);
}
