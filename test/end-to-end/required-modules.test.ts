/** Tests that static imports of a required ES module are measured, or named where Node calls no hook for them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { usesRegisterHooks } from '../../src/hooks/register-import-hook.js';
import { outcomeOf, startNode } from '../support/measured-programs.js';
import { type MeasuredProject, useMeasuredProject } from '../support/measured-project.js';

const FILES = {
  'package.json': '{"type":"module"}',
  '.nycrc': JSON.stringify({ include: ['src/**'] }),
  'start.cjs': "console.log(require('./src/first.js').first());",
  'start.js': "import { first } from './src/first.js'; console.log(first());",
  'both.cjs': "import('./src/last.js').then(() => console.log(require('./src/first.js').first()));",
  'src/first.js': "import { second } from './second.js'; export function first() { return second(); }",
  'src/second.js': "export { last as second } from './last.js?query'; export { first } from './first.js';",
  'mixed.cjs': "console.log(require('./src/mixed.js').mixed());",
  'src/mixed.js':
    "import { old } from './old.cjs'; import { last } from './last.js'; export const mixed = () => old() && last();",
  'src/old.cjs': 'exports.old = function old() { return true; };',
  'src/last.js': "import 'node:fs'; export function last() { return 'last'; }",
};

describe('static imports of a required ES module', () => {
  let made: MeasuredProject;
  useMeasuredProject(FILES, {}, (one) => {
    made = one;
  });
  /** Runs a file, and returns the counts of its functions. */
  const run = async (file: string) => {
    const { env, functions } = made.measuring();
    const { code, stdout } = await outcomeOf(startNode(made.project, ['--no-warnings', file], env));
    assert.deepEqual([code, stdout], [0, 'last\n']);
    return functions;
  };

  it('are measured', async () => {
    const functions = await run('start.cjs');
    assert.deepEqual([functions('src/first.js'), functions('src/last.js')], [{ first: 1 }, { last: 1 }]);
  });

  it('are measured if they are imported', async () => {
    assert.deepEqual((await run('start.js'))('src/last.js'), { last: 1 });
  });

  it('are measured if they were imported before', async () => {
    assert.deepEqual((await run('both.cjs'))('src/last.js'), { last: 1 });
  });

  it('are measured if they are CommonJS, whose exports Node finds', async () => {
    const functions = await run('mixed.cjs');
    assert.deepEqual([functions('src/old.cjs'), functions('src/last.js')], [{ old: 1 }, { last: 1 }]);
  });

  it('are named if Node has loaded its loader of ES modules before covermain', async () => {
    const { env, directory, functions } = made.measuring();
    const { NODE_OPTIONS: _preload, ...context } = env;
    const args = ['--no-warnings', '--conditions=covermain', '--import', 'covermain/auto', 'start.cjs'];
    const { code, stdout } = await outcomeOf(startNode(made.project, args, context));
    assert.deepEqual([code, stdout], [0, 'last\n']);
    assert.equal(functions('src/first.js').first, 1);
    const log = readFileSync(made.project.path(`${directory}/run.jsonl`), 'utf8');
    const named = log.split('\n').filter((line) => line.includes('"required-import"'));
    if (usesRegisterHooks(process.versions.node)) assert.equal(functions('src/last.js').last, 1);
    else
      assert.deepEqual(
        named.map((line) => basename(JSON.parse(line).file)),
        ['second.js', 'last.js'],
      );
  });
});
