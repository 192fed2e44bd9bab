/** Reporters are found by name: Istanbul's own and those of the project. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { REPORTER_NAMES, REPORTERS, requireReporters } from '../../../src/report/find-reporter.js';
import { createReporter, describeWrittenReports } from '../../../src/report/reporters.js';
import { type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const OPTIONS = { skipEmpty: false, skipFull: false, projectRoot: '/app', maxCols: 100 };

describe('describing the written reports', () => {
  it('names the reporters that write files', () => {
    assert.equal(describeWrittenReports('out', ['html', 'text', 'none', 'lcov']), 'out (html, lcov)');
  });

  it('returns nothing if no reporter writes files', () => {
    assert.equal(describeWrittenReports('out', ['text', 'none']), undefined);
  });
});

describe('creating a reporter', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject({});
  });

  afterEach(() => project.remove());

  it("finds all of Istanbul's reporters", async () => {
    const directory = join(dirname(createRequire(import.meta.url).resolve('istanbul-reports')), 'lib');
    assert.deepEqual(REPORTERS, readdirSync(directory).sort());
    for (const name of REPORTERS)
      assert.equal(typeof (await createReporter(name, project.root, OPTIONS)).execute, 'function');
  });

  const CLASS = 'class Mine { constructor(options) { this.options = options; } execute() {} }';
  const PROJECT_REPORTERS: readonly [subject: string, name: string, file: string, text: string][] = [
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

  for (const [subject, name, file, text] of PROJECT_REPORTERS) {
    it(`loads ${subject} of the project and passes it nyc's options`, async () => {
      project.write(file, text);
      const reporter = await createReporter(name, project.root, OPTIONS);
      assert.deepEqual((reporter as unknown as { readonly options: unknown }).options, OPTIONS);
    });
  }

  const REFUSED: readonly [subject: string, name: string, text: string, reason: RegExp][] = [
    [
      'an unknown name',
      'unheard',
      '',
      /^Unknown reporter "unheard": it is not a built-in one, and \S+ has no such/,
    ],
    [
      'several names in one text',
      'html,text',
      '',
      /^Unknown reporter "html,text": it is not one name\. Write each reporter by itself: /,
    ],
    ['a built-in module of Node', 'fs', '', /^Unknown reporter "fs": it is not a built-in one/],
    ['an empty name', '', '', /^Unknown reporter "": it is not a built-in one/],
    [
      'an export that is not a class',
      './mine.cjs',
      'module.exports = {};',
      /^Unknown reporter ".\/mine.cjs": \S+mine\.cjs exports no class\. /,
    ],
    [
      'a class without the method execute',
      './mine.cjs',
      'module.exports = class {};',
      /has no method execute\. Expected /,
    ],
  ];

  for (const [subject, name, text, reason] of REFUSED) {
    it(`refuses ${subject}, and lists Istanbul's reporters`, async () => {
      project.write('mine.cjs', text);
      await assert.rejects(
        createReporter(name, project.root, OPTIONS),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'REPORTER_UNKNOWN');
          assert.match(error.message, reason);
          assert.ok(
            error.message.includes(`Expected one of ${REPORTER_NAMES.join(', ')}, or the name of a package`),
          );
          return true;
        },
      );
    });
  }

  it('suggests the reporter that a misspelt name means', async () => {
    await assert.rejects(createReporter('htlm', project.root, OPTIONS), {
      code: 'REPORTER_UNKNOWN',
      message: `Unknown reporter "htlm": it is not a built-in one, and ${project.root} has no such package. Did you mean html?`,
    });
  });

  it('passes on the error of a package that fails to load', async () => {
    project.write('mine.cjs', 'throw new Error("no licence");');
    await assert.rejects(createReporter('./mine.cjs', project.root, OPTIONS), /^Error: no licence$/);
  });
});

describe('checking the names of reporters', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject({ 'mine.cjs': 'throw new Error("loaded");' });
  });

  afterEach(() => project.remove());

  it('accepts reporters of Istanbul and modules of the project, which it does not load', () => {
    requireReporters([...REPORTER_NAMES, './mine.cjs'], project.root, '--reporter');
  });

  it('names where an unknown reporter is written', () => {
    assert.throws(() => requireReporters(['html', './yours.cjs'], project.root, '--reporter'), {
      code: 'REPORTER_UNKNOWN',
      message: /^Unknown reporter "\.\/yours\.cjs" of --reporter: it is not a built-in one, and /,
    });
  });
});
