/** Programs import and require `covermain/api`: it loads little, prints nothing, and throws errors of its own class. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { makeProject, type Project } from '../support/project.js';

const COUNTS = (root: string) =>
  JSON.stringify({
    [`${root}/src/a.js`]: {
      path: `${root}/src/a.js`,
      statementMap: { 0: { start: { line: 1, column: 0 }, end: { line: 1, column: 2 } } },
      fnMap: {},
      branchMap: {},
      s: { 0: 1 },
      f: {},
      b: {},
    },
  });

/** Calls every function, and prints one line of JSON. */
const CALL_ALL = `
async function callAll({ CovermainError, diff, merge, readProfile, report }) {
  const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('istanbul'));
  const before = isLoaded();
  const { text } = await report({ inputs: ['counts.json'], reporter: ['text', 'html'] });
  const merged = await merge({ inputs: ['counts.json'], output: 'all' });
  const { files } = await readProfile('all');
  const error = await diff({ base: 'main' }).catch((error) => error);
  console.log(JSON.stringify({
    loaded: [before, isLoaded()],
    text: text.includes('All files'),
    merged: merged.files,
    files: files.map(({ path }) => path),
    error: [error instanceof CovermainError, error.code],
  }));
}`;

describe('covermain/api', () => {
  let project: Project;

  before(() => {
    project = makeProject({
      'src/a.js': 'f();\n',
      'imported.mjs': `import { createRequire } from 'node:module';
        import * as api from 'covermain/api';
        const require = createRequire(import.meta.url); ${CALL_ALL} await callAll(api);`,
      'required.cjs': `${CALL_ALL} callAll(require('covermain/api'));`,
      'idle.mjs': "await import('covermain/api');",
    });
  });

  after(() => project.remove());

  const run = (file: string) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return execFileSync(process.execPath, ['--no-warnings', file], {
      cwd: project.root,
      encoding: 'utf8',
      env: { ...env, GIT_CEILING_DIRECTORIES: project.root },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };

  for (const file of ['imported.mjs', 'required.cjs'])
    it(`works when it is ${file.split('.')[0]}`, () => {
      writeFileSync(project.path('counts.json'), COUNTS(project.root));
      rmSync(project.path('all'), { recursive: true, force: true });
      assert.deepEqual(JSON.parse(run(file)), {
        loaded: [false, true],
        text: true,
        merged: 1,
        files: ['src/a.js'],
        error: [true, 'GIT_NO_REPOSITORY'],
      });
    });

  it('starts nothing, so a program that only imports it ends', () => {
    assert.equal(run('idle.mjs'), '');
  });
});
