/** Tests that files that Node loads without hooks, as imports of a required ES module, are named. */
import assert from 'node:assert/strict';
import { usesRegisterHooks } from '../../src/hooks/register-import-hook.js';
import { startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

const FILES = {
  'package.json': '{"type":"module"}',
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  'start.cjs': "console.log(require('./src/first.js').first());",
  'start.js': "import { first } from './src/first.js'; console.log(first());",
  'both.cjs': "import('./src/last.js').then(() => console.log(require('./src/first.js').first()));",
  'src/first.js': "import { second } from './second.js'; export function first() { return second(); }",
  'src/second.js': "export { last as second } from './last.js?query'; export { first } from './first.js';",
  'src/last.js': "import 'node:fs'; export function last() { return 'last'; }",
};

describe('static imports of a required ES module', () => {
  let project: Project;
  const notesOf = async (file: string) => {
    const program = startCovermain(project, ['run', '--', process.execPath, file]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /^last$/m);
    return [...program.output().matchAll(/(\S+) is not measured because (.{20})/g)].map(([, name, why]) => [
      name,
      why,
    ]);
  };

  before(() => {
    project = makeProject(FILES);
  });

  after(() => project.remove());

  it('are measured or named', async () => {
    const notes = await notesOf('start.cjs');
    const why = 'an ES module that was'.slice(0, 20);
    if (usesRegisterHooks(process.versions.node)) assert.deepEqual(notes, []);
    else
      assert.deepEqual(
        notes,
        ['second', 'last'].map((name) => [`src/${name}.js`, why]),
      );
    assert.equal(functionCounts(project, 'src/first.js').first, 1);
  });

  it('are measured if they are imported', async () => {
    assert.deepEqual(await notesOf('start.js'), []);
    assert.equal(functionCounts(project, 'src/last.js').last, 1);
  });

  it('are measured if they were imported before', async () => {
    const names = (await notesOf('both.cjs')).map(([name]) => name);
    assert.ok(!names.includes('src/last.js'), names.join());
  });
});
