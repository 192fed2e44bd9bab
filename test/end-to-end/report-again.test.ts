/** `covermain report` repeats the report of a run from its profile directory alone. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const REPORTERS = ['json-summary', 'lcovonly', 'cobertura'];
const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['text', ...REPORTERS] }),
  'src/main.js': "require('./used.js').used(1);",
  'src/used.js': 'exports.used = (flag) => flag ? 1 : 2;\nexports.unused = () => 3;',
  'src/never-loaded.js': 'exports.first = 1;\nexports.second = (a = 2) => a;',
  'src/typed.ts': 'export const typed = (a: number): number => a + 1;',
};

describe('covermain report of a profile directory', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject(FILES);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function covermain(...args: readonly string[]): Promise<string> {
    const program = startCovermain(project, args);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  it('repeats the report of the run, including files that were never loaded', async () => {
    const runOutput = await covermain('run', '--dir', 'data', '--', 'node', 'src/main.js');
    const first = reports();
    rmSync(project.path('coverage'), { recursive: true });
    const secondOutput = await covermain('report', 'data');
    assert.deepEqual(reports(), first);
    assert.equal(tableOf(secondOutput), tableOf(runOutput));
    assert.match(secondOutput, /never-loaded\.js \| +0 \|/);
  });

  it('repeats the report of the run from the newest directory and from a merged one', async () => {
    await covermain('run', '--', 'node', 'src/main.js');
    const first = reports();
    await covermain('report');
    assert.deepEqual(reports(), first);
    await covermain('merge', '-o', 'merged', ...['coverage-data'].flatMap(directoriesIn));
    await covermain('report', 'merged');
    assert.deepEqual(reports(), first);
  });

  it('uses the current source of a never loaded file that changed after an earlier run', async () => {
    await covermain('run', '--dir', 'data', '--', 'node', 'src/main.js');
    writeFileSync(project.path('src/never-loaded.js'), 'exports.only = 1;');
    const runOutput = await covermain('run', '--dir', 'data', '--', 'node', 'src/main.js');
    assert.doesNotMatch(runOutput, /several versions/i);
    assert.equal(totalOf('never-loaded.js'), 1);
    await covermain('report', 'data');
    assert.equal(totalOf('never-loaded.js'), 1);
  });

  function directoriesIn(directory: string): readonly string[] {
    return readdirSync(project.path(directory)).map((name) => `${directory}/${name}`);
  }

  function reports(): Readonly<Record<string, string>> {
    const files = ['coverage-summary.json', 'lcov.info', 'cobertura-coverage.xml'];
    const read = (file: string) => readFileSync(project.path(`coverage/${file}`), 'utf8');
    return Object.fromEntries(files.map((file) => [file, read(file).replace(/timestamp="\d+"/, '')]));
  }

  /** Returns the number of statements of a file in the JSON summary. */
  function totalOf(file: string): number {
    const summary = JSON.parse(readFileSync(project.path('coverage/coverage-summary.json'), 'utf8'));
    return summary[project.path(`src/${file}`)].statements.total;
  }
});

/** Returns the table that the `text` reporter prints. */
function tableOf(output: string): string {
  const lines = output.split('\n');
  return lines
    .slice(
      lines.findIndex((line) => line.startsWith('---')),
      lines.findLastIndex((line) => line.startsWith('---')) + 1,
    )
    .join('\n');
}
