/** Tests that the predicted format of a file is the one with which Node runs it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runsAsModule } from '../../../src/hooks/module-format.js';
import { makeProject, type Project } from '../../support/project.js';

/** Prints the format with which Node runs the file. The text has no other syntax of either format. */
const PRINT = "process.stdout.write(typeof module === 'undefined' ? 'module' : 'commonjs');";

const FILES = {
  'package.json': '{"type":"module"}',
  'plain.js': PRINT,
  'named.cjs': PRINT,
  'commonjs/package.json': '{"type":"commonjs"}',
  'commonjs/plain.js': PRINT,
  'commonjs/below/plain.js': PRINT,
  'commonjs/named.mjs': PRINT,
  'none/package.json': '{"name":"none"}',
  'none/plain.js': PRINT,
  'none/words.js': `// import, export, await\n${PRINT}`,
  'none/returns.js': `#!/usr/bin/env node\n${PRINT}\nif (true) { return; }`,
  'none/imports.js': `${PRINT} import 'node:fs';`,
  'none/exports.js': `${PRINT} export {};`,
  'none/meta.js': `${PRINT} import.meta;`,
  'none/awaits.js': `${PRINT} if (true) { await 1; }`,
  'none/calls.js': `${PRINT} import('node:fs');`,
  'none/node_modules/package/plain.js': PRINT,
  'node_modules/package/plain.js': PRINT,
};

describe('runsAsModule', () => {
  let project: Project;
  before(() => {
    project = makeProject(FILES);
  });
  after(() => project.remove());

  for (const file of Object.keys(FILES).filter((name) => !name.endsWith('.json'))) {
    it(`decides as Node does for ${file}`, () => {
      const path = project.path(file);
      const format = execFileSync(process.execPath, ['--no-warnings', path], { encoding: 'utf8' });
      const isModule = runsAsModule(path, () => readFileSync(path, 'utf8'));
      assert.equal(isModule ? 'module' : 'commonjs', format);
    });
  }
});
