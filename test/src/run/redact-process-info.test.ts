/** Tests that the files in which nyc records arguments contain only what `COVER_ARGS` allows. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { redactProcessInfo } from '../../../src/run/redact-process-info.js';
import type { ArgumentRecording } from '../../../src/settings/arguments.js';
import { makeProject, type Project } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';

const INFO = { pid: 7, argv: ['node', 'app.js', '--token', 'x', 'y'], execArgv: ['--title=z'], cwd: '/app' };

describe("redacting nyc's process information", () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({});
    mkdirSync(project.path('nyc/processinfo'), { recursive: true });
  });

  afterEach(() => project.remove());

  function redact(argumentRecording: ArgumentRecording): readonly string[] {
    const logged: string[] = [];
    redactProcessInfo({ ...RUN, directory: project.root, argumentRecording }, (line) => logged.push(line));
    return logged;
  }

  const EXPECTED: readonly (readonly [ArgumentRecording, Pick<typeof INFO, 'argv' | 'execArgv'>])[] = [
    ['keep', INFO],
    ['redact', { argv: ['node', 'app.js', '--token', '***', 'y'], execArgv: ['--title=z'] }],
    ['omit', { argv: ['node', 'app.js'], execArgv: [] }],
  ];

  for (const [recording, expected] of EXPECTED) {
    it(`applies COVER_ARGS=${recording}, and keeps everything else`, () => {
      writeFileSync(project.path('nyc/processinfo/a.json'), JSON.stringify(INFO));
      writeFileSync(project.path('nyc/processinfo/index.json'), '{"processes":{}}');
      assert.deepEqual(redact(recording), []);
      const read = (name: string): unknown =>
        JSON.parse(readFileSync(project.path(`nyc/processinfo/${name}`), 'utf8'));
      assert.deepEqual(read('a.json'), { ...INFO, ...expected });
      assert.deepEqual(read('index.json'), { processes: {} });
    });
  }

  it('warns about a file that cannot be read', () => {
    writeFileSync(project.path('nyc/processinfo/a.json'), '{');
    const [line, ...others] = redact('redact');
    assert.match(line ?? '', /a\.json still contains all arguments.*Delete it/);
    assert.deepEqual(others, []);
  });
});
