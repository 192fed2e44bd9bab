/** Modules that start only as the main module are distinguished from modules that export `main`. */
import assert from 'node:assert/strict';
import { startsOnlyAsMain } from '../../harness/main-module.js';

const GUARDS = [
  'if (require.main === module) start();',
  'if (!module.parent) start();',
  'if (import.meta.main) start();',
  'if (import.meta.url === pathToFileURL(process.argv[1]).href) start();',
  'if (fileURLToPath(import.meta.url) === process.argv.at(1)) start();',
];

const EXPORTS = [
  'export function main() {}',
  'export async function main() {}',
  'export const main = start;',
  'function main() {} export { other, main };',
  'export { start as main };',
  'exports.main = start;',
  'module.exports = { start, main };',
];

describe('detecting entries that start only as the main module', () => {
  for (const guard of GUARDS) {
    it(`detects the guard ${guard}`, () => {
      assert.equal(startsOnlyAsMain(guard), true);
      assert.equal(startsOnlyAsMain(`${guard}\nmodule.exports = app;`), true);
    });

    it(`ignores the guard ${guard} if the module exports main`, () => {
      for (const exported of EXPORTS)
        assert.equal(startsOnlyAsMain(`${guard}\n${exported}`), false, exported);
    });
  }

  for (const source of ['start();', 'console.log(process.argv.slice(2));', 'export const domain = 1;']) {
    it(`detects no guard in ${source}`, () => assert.equal(startsOnlyAsMain(source), false));
  }
});
