/** Which sessions ran a line, by its file's path from here or from the root. */
import assert from 'node:assert/strict';
import { type WhoOptions, whoCommand } from '../../../src/commands/who.js';
import { assertFailed, type Called, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const SOURCES = {
  'src/twice.js': 'function f(a) {\n  return a;\n}\nf(1);\nf(2);\n',
  'src/lib/src/twice.js': '1;\n2;\n',
};

const NO_SESSION = 'there are no sessions: `covermain session start NAME` begins one while the program runs';

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

  it('tells how often a line ran, and how sessions are had where there are none', async () => {
    const { exitCode, printed, said } = await ask('src/twice.js:2');
    assert.deepEqual([exitCode, printed, said], [0, '(all that was measured)  2 times', [NO_SESSION]]);
  });

  for (const [from, line, folder] of [
    ['where it is run', 'twice.js:2', 'src'],
    ['the root, in a folder of the project', 'src/twice.js:2', 'src'],
  ] as const) {
    it(`takes a path from ${from}`, async () => {
      assert.equal((await ask(line, folder)).printed, '(all that was measured)  2 times');
    });
  }

  it('prefers the file that is there from where it is run', async () => {
    const { printed } = await ask('src/twice.js:2', 'src/lib', { json: true });
    assert.deepEqual(JSON.parse(printed), {
      file: 'src/lib/src/twice.js',
      line: 2,
      count: 1,
      sessions: [],
    });
  });

  it('takes a path from the root that it is told, elsewhere', async () => {
    const { printed } = await ask('src/twice.js:2', '../', { root: project.root });
    assert.equal(printed, '(all that was measured)  2 times');
  });

  const REFUSED: readonly [line: string, code: 'SETTING_INVALID' | 'LINE_NOT_COUNTED', message: RegExp][] = [
    ['src/twice.js', 'SETTING_INVALID', /^expected a file and one of its lines, as in src\/cart\.ts:42, and/],
    ['src/twice.js:0', 'SETTING_INVALID', /given "src\/twice\.js:0"$/],
    ['src/none.js:1', 'LINE_NOT_COUNTED', /^src\/none\.js is in no profile: .*`covermain files`/],
    ['src/twice.js:9', 'LINE_NOT_COUNTED', /^src\/twice\.js:9 has no code that is counted/],
  ];

  for (const [line, code, message] of REFUSED) {
    it(`refuses ${line}`, async () => assertFailed(await ask(line), code, message));
  }
});
