/** `covermain who` finds the sessions that executed a line, by a path from the working directory or the root. */
import assert from 'node:assert/strict';
import { type WhoOptions, whoCommand } from '../../../src/commands/who.js';
import { assertFailed, type Called, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const SOURCES = {
  'src/twice.js': 'function f(a) {\n  return a;\n}\nf(1);\nf(2);\n',
  'src/lib/src/twice.js': '1;\n2;\n',
};

const NO_SESSION =
  'The profiles contain no sessions. Start one with `covermain session start NAME` while the program runs.';

describe('covermain who', () => {
  let project: ExecutedProject;

  before(() => {
    project = makeExecutedProject(SOURCES);
  });

  after(() => project.remove());

  const ask = (line: string, folder = '.', more: Partial<WhoOptions> = {}): Promise<Called> =>
    call(whoCommand, project.path(folder), {
      line,
      inputs: [project.path(COUNTS)],
      environment: {},
      ...more,
    });

  it('prints how often a line was executed, and how to start a session when there is none', async () => {
    const { exitCode, printed, said } = await ask('src/twice.js:2');
    assert.deepEqual([exitCode, printed, said], [0, '(total)  2 times', [NO_SESSION]]);
  });

  for (const [from, line, folder] of [
    ['the working directory', 'twice.js:2', 'src'],
    ['the root, in a subdirectory', 'src/twice.js:2', 'src'],
  ] as const) {
    it(`accepts a path relative to ${from}`, async () => {
      assert.equal((await ask(line, folder)).printed, '(total)  2 times');
    });
  }

  it('prefers the path relative to the working directory when both files are measured', async () => {
    const { printed } = await ask('src/twice.js:2', 'src/lib', { json: true });
    assert.deepEqual(JSON.parse(printed), {
      file: 'src/lib/src/twice.js',
      line: 2,
      count: 1,
      sessions: [],
    });
  });

  it('accepts a path relative to --root from outside of the project', async () => {
    const { printed } = await ask('src/twice.js:2', '../', { root: project.root });
    assert.equal(printed, '(total)  2 times');
  });

  const REFUSED: readonly [line: string, code: 'SETTING_INVALID' | 'LINE_NOT_COUNTED', message: RegExp][] = [
    [
      'src/twice.js',
      'SETTING_INVALID',
      /^Invalid line "src\/twice\.js": expected a file and a line number, such as src\/cart\.ts:42\.$/,
    ],
    ['src/twice.js:0', 'SETTING_INVALID', /^Invalid line "src\/twice\.js:0": /],
    [
      'src/none.js:1',
      'LINE_NOT_COUNTED',
      /^No coverage of src\/none\.js: the file is in no profile\. `covermain files`/,
    ],
    ['src/twice.js:9', 'LINE_NOT_COUNTED', /^No coverage of src\/twice\.js:9: the line has no counted code/],
  ];

  for (const [line, code, message] of REFUSED) {
    it(`refuses ${line}`, async () => assertFailed(await ask(line), code, message));
  }
});
