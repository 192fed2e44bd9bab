/** The shutdown hooks of an app run exactly once, whichever way its window ends. */
import assert from 'node:assert/strict';
import { outcomeOf } from '../../support/measured-programs.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  type ProgramOptions,
  startCovermain,
  startInTerminal,
} from '../../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../../support/project.js';

/**
 * App that shuts down as NestJS does: a listener of all signals runs the hooks, removes itself, and sends the signal to its
 * own process. Something keeps the process alive after the hooks.
 */
const FRAMEWORK_APP = `
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

export function main() {
  setInterval(() => {}, 1000);
  for (const signal of SIGNALS) process.on(signal, shutDown);
  return { close: runHooks };
}

let hasReceived = false;

async function shutDown(signal: NodeJS.Signals): Promise<void> {
  if (hasReceived) return;
  hasReceived = true;
  await runHooks();
  for (const each of SIGNALS) process.removeListener(each, shutDown);
  process.kill(process.pid, signal);
}

async function runHooks(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.HOOK_TIME ?? 10)));
  finishHooks();
}

function finishHooks(): void {}
`;

describe('shutdown hooks of an app', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  interface OpenOptions {
    readonly env?: Readonly<Record<string, string>>;
    readonly start?: (options: ProgramOptions) => Program;
  }

  async function open(
    main: string,
    { env, start = (options) => startCovermain(project, ['manual'], options) }: OpenOptions = {},
  ): Promise<Program> {
    project = makeProject({ 'src/main.ts': main });
    const program = start({ env: { MANUAL_INTEGRATION: '1', ...env } });
    await program.printed(/the app is ready/);
    return program;
  }

  /** Asserts that the window has ended as requested, and returns the counts. */
  async function countsAtEnd(program: Program): Promise<Readonly<Record<string, number>>> {
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /1 passing/);
    assert.doesNotMatch(program.output(), /did not close/);
    return functionCounts(project, 'src/main.ts');
  }

  async function requestStop(): Promise<void> {
    const { code, stderr } = await outcomeOf(startCovermain(project, ['stop']));
    assert.equal(code, 0, stderr);
  }

  const ENDS: readonly {
    readonly end: string;
    readonly signal: NodeJS.Signals;
    readonly options?: OpenOptions;
    readonly request: (program: Program) => unknown;
  }[] = [
    { end: 'a stop request', signal: 'SIGTERM', request: requestStop },
    {
      end: 'COVER_TIMEOUT',
      signal: 'SIGTERM',
      options: { env: { COVER_TIMEOUT: '3s' } },
      request: () => {},
    },
    {
      // A signal after more than a second would end the process at once if it were a second one of a user.
      end: 'SIGTERM, and take more than a second',
      signal: 'SIGTERM',
      options: { env: { HOOK_TIME: '1100' } },
      request: (program) => process.kill(program.pid, 'SIGTERM'),
    },
    {
      end: 'Ctrl+C',
      signal: 'SIGINT',
      options: { start: (options) => startInTerminal(project, 'covermain manual', options) },
      request: (program) => program.type(CTRL_C),
    },
  ];

  for (const { end, signal, options, request } of ENDS) {
    it(`run once on ${end}`, async () => {
      const program = await open(FRAMEWORK_APP, options);
      await request(program);
      const { shutDown, finishHooks } = await countsAtEnd(program);
      assert.deepEqual({ shutDown, finishHooks }, { shutDown: 1, finishHooks: 1 }, program.output());
      assert.match(program.output(), new RegExp(`the app handles ${signal} itself`));
    });
  }

  it('run once by the listener of a once signal when main also returns a value with close', async () => {
    const program = await open(`
      import http from 'node:http';
      export async function main() {
        const server = http.createServer();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const app = { close: () => closeApp(server) };
        process.once('SIGTERM', () => void app.close());
        return app;
      }
      function closeApp(server: http.Server): Promise<void> {
        return new Promise((resolve) => server.close(() => resolve()));
      }`);
    await requestStop();
    assert.equal((await countsAtEnd(program)).closeApp, 1, program.output());
  });

  it('run on a stop request when the app handles only SIGINT and main returns nothing', async () => {
    const program = await open(`
      export function main(): void {
        const timer = setInterval(() => {}, 1000);
        process.on('SIGINT', () => stop(timer));
      }
      function stop(timer: NodeJS.Timeout): void { clearInterval(timer); }`);
    await requestStop();
    assert.equal((await countsAtEnd(program)).stop, 1, program.output());
  });

  it('run on a stop request and decide the exit code by process.exit', async () => {
    const program = await open(`
      export function main(): void {
        setInterval(() => {}, 1000);
        process.on('SIGTERM', stop);
      }
      function stop(): void { process.exit(7); }`);
    await requestStop();
    assert.equal(await program.exitCode, 7, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').stop, 1);
  });

  it('fail the test on a stop request if they throw', async () => {
    const program = await open(`
      export function main(): void {
        const timer = setInterval(() => {}, 1000);
        process.on('SIGTERM', () => { clearInterval(timer); throw new Error('cannot flush'); });
      }`);
    await requestStop();
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /1 failing.*Error: cannot flush/s);
  });

  for (const version of ['signal-exit-3', 'signal-exit-4']) {
    it(`run by the window when only ${version} listens for signals`, async () => {
      const program = await open(`
        import { createRequire } from 'node:module';
        const loaded = createRequire(import.meta.url)(${JSON.stringify(`${REPOSITORY}/node_modules/${version}`)});
        (loaded.onExit ?? loaded)(() => {});
        export function main() {
          const timer = setInterval(() => {}, 1000);
          return { close: () => stop(timer) };
        }
        function stop(timer: NodeJS.Timeout): void { clearInterval(timer); }`);
      program.signalGroup('SIGTERM');
      assert.equal((await countsAtEnd(program)).stop, 1, program.output());
    });
  }
});
