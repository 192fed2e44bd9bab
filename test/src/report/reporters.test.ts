/** A reporter is found by its name: Istanbul's, or one of the project's. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createReporter, REPORTERS } from '../../../src/report/reporters.js';
import { type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const OPTIONS = { skipEmpty: false, skipFull: false, projectRoot: '/app', maxCols: 100 };

describe('createReporter', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject({});
  });

  afterEach(() => project.remove());

  it("has all of Istanbul's", async () => {
    const folder = join(dirname(createRequire(import.meta.url).resolve('istanbul-reports')), 'lib');
    assert.deepEqual(REPORTERS, readdirSync(folder).sort());
    for (const name of REPORTERS)
      assert.equal(typeof (await createReporter(name, project.root, OPTIONS)).execute, 'function');
  });

  const CLASS = 'class Mine { constructor(options) { this.options = options; } execute() {} }';
  const OWN: readonly [what: string, name: string, file: string, text: string][] = [
    ['a package', 'mine', 'node_modules/mine/index.js', `module.exports = ${CLASS};`],
    ['a file', './reporters/mine.cjs', 'reporters/mine.cjs', `module.exports = ${CLASS};`],
    ['an ES module', './mine.mjs', 'mine.mjs', `export default ${CLASS};`],
    [
      'a compiled ES module',
      './mine.cjs',
      'mine.cjs',
      `exports.__esModule = true; exports.default = ${CLASS};`,
    ],
  ];

  for (const [what, name, file, text] of OWN) {
    it(`takes ${what} of the project, and gives it what nyc gives`, async () => {
      project.write(file, text);
      const reporter = await createReporter(name, project.root, OPTIONS);
      assert.deepEqual((reporter as unknown as { readonly options: unknown }).options, OPTIONS);
    });
  }

  const REFUSED: readonly [what: string, name: string, text: string, reason: RegExp][] = [
    [
      'a name that nothing has',
      'htlm',
      '',
      /^the reporter "htlm" is none of Istanbul's, and no package that /,
    ],
    ["a module of Node's", 'fs', '', /^the reporter "fs" is none of Istanbul's/],
    ['no name', '', '', /^the reporter "" is none of Istanbul's/],
    [
      'what is no class',
      './mine.cjs',
      'module.exports = {};',
      /^the reporter ".\/mine.cjs" exports no class from /,
    ],
    [
      'a class that draws nothing',
      './mine.cjs',
      'module.exports = class {};',
      /has no method execute: expected /,
    ],
  ];

  for (const [what, name, text, reason] of REFUSED) {
    it(`refuses ${what}, and lists those that there are`, async () => {
      project.write('mine.cjs', text);
      await assert.rejects(
        createReporter(name, project.root, OPTIONS),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'REPORTER_UNKNOWN');
          assert.match(error.message, reason);
          assert.ok(
            error.message.includes(`expected one of ${REPORTERS.join(', ')}, or the name of a package`),
          );
          return true;
        },
      );
    });
  }

  it('lets through why a package could not be loaded', async () => {
    project.write('mine.cjs', 'throw new Error("no licence");');
    await assert.rejects(createReporter('./mine.cjs', project.root, OPTIONS), /^Error: no licence$/);
  });
});
