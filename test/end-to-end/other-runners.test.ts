/** Tests `openWindow` without mocha: in node:test and in a plain program. */
import assert from 'node:assert/strict';
import { ask, SERVER } from '../support/apps.js';
import { killLeftPrograms, start } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

const TSX = `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`;

describe('openWindow', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  it('keeps an app running in a test of node:test until Ctrl+C', async () => {
    project = makeProject({
      'src/main.ts': SERVER,
      'window.ts': `
        import { test } from 'node:test';
        import { openWindow } from 'covermain/harness';
        test('main', async () => {
          const end = await openWindow(() => import('./src/main.js'));
          console.log('ended by ' + end.by);
        });`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    const [, port] = await program.printed(/listening on (\d+)/);
    assert.equal(await ask(port, '/hit'), 'hit');
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /ended by signal/);
    assert.match(program.output(), /pass 1/);
  });

  it('closes the app on a stop request, and lets the program continue', async () => {
    project = makeProject({
      'src/main.ts': SERVER,
      'window.ts': `
        import { openWindow } from 'covermain/harness';
        const stop = new AbortController();
        const window = openWindow(() => import('./src/main.js'), { stop: stop.signal });
        setTimeout(() => stop.abort(), 300);
        const end = await window;
        console.log('ended by ' + end.by);`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /ended by stop request/);
  });

  it('rejects an invalid timeout or grace period without loading the app', async () => {
    project = makeProject({
      'window.ts': `
        import { openWindow } from 'covermain/harness';
        const load = () => console.log('the app was loaded');
        for (const timeout of [30 * 86_400_000, 0, NaN, Infinity]) {
          await openWindow(load, { timeout }).catch((error) => console.log(error.code));
        }
        await openWindow(load, { grace: -1 }).catch((error) => console.log(error.code));`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'SETTING_INVALID\n'.repeat(5));
  });

  it('calls the close function that main returns only after the window has ended', async () => {
    project = makeProject({
      'window.ts': `
        import { openWindow } from 'covermain/harness';
        const stop = new AbortController();
        const timer = setInterval(() => {}, 1000);
        const main = async () => {
          setImmediate(() => stop.abort());
          await new Promise((resolve) => setTimeout(resolve, 200));
          return () => { console.log('closed'); clearInterval(timer); };
        };
        await openWindow(() => ({ main }), { stop: stop.signal });
        console.log('ended');`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /ended\n(.*\n)*closed/);
  });

  it('stops handling signals after the window has ended', async () => {
    project = makeProject({
      'window.ts': `
        import { openWindow } from 'covermain/harness';
        await openWindow(() => 1, { timeout: 1 });
        setInterval(() => {}, 1000);
        console.log('after');`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    await program.printed(/after/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 130, program.output());
  });

  it('rejects with the error that the app throws', async () => {
    project = makeProject({
      'window.ts': `
        import { openWindow } from 'covermain/harness';
        await openWindow(() => { throw new TypeError('no app'); }).catch((error) => console.log('caught ' + error));`,
    });
    const program = start(project, process.execPath, ['--import', TSX, 'window.ts'], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /caught TypeError: no app/);
  });
});
