/** `covermain status --watch` shows programs that start, run and end while it watches. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { StatusDocument } from '../../src/commands/documents.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const FILES = {
  'package.json': '{}',
  'src/app.js': `
    process.stdin.setEncoding('utf8').on('data', (text) => [...text].forEach(step)).on('end', () => {});
    function step(letter) { if (letter === 'a') first(); if (letter === 'b') second(); }
    function first() { console.log('first'); }
    function second() { console.log('second'); }
    console.log('ready ' + process.pid);`,
};

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_SCREEN = '\u001b[2J';

describe('covermain status --watch', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function startApp(): Promise<{ readonly app: Program; readonly pid: string }> {
    const app = startCovermain(project, ['run', '--no-report', '--', process.execPath, 'src/app.js']);
    const [, pid = ''] = await app.printed(/ready (\d+)/);
    return { app, pid };
  }

  async function end(app: Program): Promise<void> {
    app.endInput();
    assert.equal(await app.exitCode, 0, app.output());
  }

  it('redraws in place on a terminal until Ctrl+C, and restores the cursor', async () => {
    const env = { TERM: 'xterm' };
    const watch = startInTerminal(project, 'covermain status --watch 100ms', { env });
    await watch.printed(/No measured process is running\. Waiting…/);
    const { app, pid } = await startApp();
    await watch.printed(new RegExp(`${pid} +\\S+ +1 +\\d+/\\d+ +- +- +node src/app\\.js`));
    app.type('a');
    await watch.printed(new RegExp(`${pid} +\\S+ +1 +\\d+/\\d+ +\\+[1-9]\\d* +\\+[1-9]\\d* +node`));
    assert.equal(await startCovermain(project, ['session', 'start', 'a\u001b[31mb']).exitCode, 0);
    await watch.printed(/session a\\x1b\[31mb, since 20/);
    await end(app);
    await watch.printed(new RegExp(`${pid} +ended `));
    assert.ok(watch.stdout().includes(HIDE_CURSOR));
    watch.type(CTRL_C);
    assert.equal(await watch.exitCode, 0, watch.output());
    const codes = watch.stdout();
    assert.ok(codes.lastIndexOf(SHOW_CURSOR) > codes.lastIndexOf(HIDE_CURSOR));
    assert.ok(!codes.includes(CLEAR_SCREEN));
  });

  it('cuts what does not fit on the terminal, and draws again when its size changes', async () => {
    const apps = [await startApp(), await startApp(), await startApp()];
    const line = "sh -c 'stty rows 3 columns 30; tty; exec covermain status --watch 100ms'";
    const watch = startInTerminal(project, line, { env: { TERM: 'xterm' } });
    const [, terminal = ''] = await watch.printed(/(\/dev\/pts\/\d+)[\s\S]*… 3 more lines/);
    assert.ok(!watch.stdout().includes(CLEAR_SCREEN));
    execFileSync('stty', ['-F', terminal, 'rows', '4']);
    await watch.printed(/… 2 more lines/);
    await watch.until(() => watch.stdout().includes(CLEAR_SCREEN));
    for (const { app } of apps) await end(app);
    watch.type(CTRL_C);
    assert.equal(await watch.exitCode, 0);
  });

  it('restores the cursor when SIGTERM ends it', async () => {
    const watch = startInTerminal(project, 'sh -c "echo pid $$; exec covermain status --watch"', {
      env: { TERM: 'xterm' },
    });
    const [, pid] = await watch.printed(/pid (\d+)[\s\S]*Waiting/);
    process.kill(Number(pid), 'SIGTERM');
    assert.equal(await watch.exitCode, 0, watch.output());
    assert.ok(watch.stdout().endsWith(SHOW_CURSOR), JSON.stringify(watch.stdout()));
  });

  it('prints a block in a pipe only when something has changed', async () => {
    const watch = startCovermain(project, ['status', '--watch', '100ms']);
    await watch.printed(/^No measured process is running\. Waiting…\n\n/);
    const { app, pid } = await startApp();
    await watch.printed(new RegExp(`\\n\\nprocess ${pid}\\n  run +\\S+\\n`));
    app.type('b');
    const hits = () =>
      [...watch.output().matchAll(/(\d+) of \d+ counters hit/g)].map(([, hit]) => Number(hit));
    await watch.until(() => (hits().at(-1) ?? 0) > (hits()[0] ?? 0));
    await end(app);
    await watch.printed(new RegExp(`process ${pid} has ended\\n\\n$`));
    watch.signalGroup('SIGINT');
    assert.equal(await watch.exitCode, 0, watch.output());
    assert.ok(!watch.stdout().includes('\u001b'));
    assert.doesNotMatch(watch.output(), /\n\n\n/);
    assert.equal(watch.output().split('Waiting…').length, 3);
  });

  it('prints a JSON document on each line with --json', async () => {
    const { app, pid } = await startApp();
    const watch = startCovermain(project, ['status', '--json', '--watch', '100ms', '--pid', pid]);
    await watch.printed(new RegExp(`"pid":${pid},`));
    await end(app);
    await watch.printed(/\}\]\n\[\]\n/);
    watch.signalGroup('SIGTERM');
    assert.equal(await watch.exitCode, 0, watch.output());
    const documents = watch
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StatusDocument);
    assert.ok(documents.every((processes) => processes.every((status) => `${status.pid}` === pid)));
    assert.ok(documents.some((processes) => processes.length === 1));
    assert.deepEqual(documents.at(-1), []);
  });

  it('refuses an interval that is none or too short, and --wait', async () => {
    for (const [args, message] of [
      [['--watch', 'soon'], /Expected a duration, such as 30s\. Without one, write --watch at the end\./],
      [['--watch', '5ms'], /Invalid --watch "5ms": expected a duration from 100ms to 24d/],
      [
        ['--watch', '1s', '--wait', '1s'],
        /option '--watch \[duration\]' cannot be used with option '--wait \[duration\]'/,
      ],
    ] as const) {
      const refused = startCovermain(project, ['status', ...args]);
      assert.equal(await refused.exitCode, 2);
      assert.match(refused.stderr(), message);
    }
  });
});
