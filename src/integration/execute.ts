/** Starts programs with coverage. */
import { dirname } from 'node:path';
import { execa, type Options, type ResultPromise } from 'execa';
import { messageOf } from '../platform/errors.js';
import { signalDescendants } from '../platform/process-tree.js';
import { warnNow } from '../platform/warn.js';
import { durationOf } from '../settings/duration.js';
import { isIntegrationOn } from '../settings/integration.js';
import { watchOutput } from './output-watch.js';
import { type CallerFrames, captureCaller, hideDetails, withCaller } from './program-error.js';
import type { ExecuteOptions, OutputText, ProgramResult, RunningProgram } from './program-result.js';
import { currentScope, openProgramScope, type ProgramScope, runInScope } from './scopes.js';
import { expectSharedPrograms } from './shared-programs.js';
import { rememberProgram } from './started-programs.js';
import { collectProfiles } from './test-profile.js';

/**
 * Starts a program. All Node processes that it starts are measured, also through shells, npx and npm. Without
 * `INTEGRATION_COVERAGE` it runs the same way, and has no profile.
 *
 * @param command name on the PATH, or path of an executable file
 * @returns a promise of the result, and a handle of the running program
 * @throws SettingError for an invalid duration; the promise rejects with the result as an Error if the program fails, unless
 *   `reject` is false
 */
export function executeWithCoverage<const Given extends ExecuteOptions = object>(
  command: string,
  args: readonly string[] = [],
  options?: Given,
): RunningProgram<OutputText<Given, 'stdout'>, OutputText<Given, 'stderr'>> {
  const given: ExecuteOptions = options ?? {};
  const caller = captureCaller(executeWithCoverage);
  const program = isIntegrationOn(process.env)
    ? startMeasured(command, args, given, caller)
    : toRunningProgram(execa(command, args, toExecaOptions(given)), given, {
        caller,
        findProfiles: () => [],
      });
  // The types of the outputs follow from the options.
  return program as RunningProgram<OutputText<Given, 'stdout'>, OutputText<Given, 'stderr'>>;
}

function startMeasured(
  command: string,
  args: readonly string[],
  options: ExecuteOptions,
  caller: CallerFrames,
): RunningProgram {
  const given = toExecaOptions(options);
  const scope = openProgramScope(currentScope());
  if (scope.test === undefined) expectSharedPrograms(scope.context);
  const subprocess = runInScope(scope, () => execa(command, args, given));
  return toRunningProgram(subprocess, options, { caller, findProfiles: () => profilesOf(scope) });
}

function toExecaOptions(options: ExecuteOptions): Options {
  const { signal, timeout, forceKillAfterDelay, ...others } = options;
  return {
    ...others,
    ...(signal ? { cancelSignal: signal } : {}),
    ...(timeout === undefined ? {} : { timeout: toMilliseconds('timeout', timeout) }),
    ...(forceKillAfterDelay === undefined ? {} : { forceKillAfterDelay: toDelay(forceKillAfterDelay) }),
  } as Options;
}

function toDelay(delay: number | string | false): number | false {
  return delay === false ? false : toMilliseconds('forceKillAfterDelay', delay);
}

/** @throws SettingError */
function toMilliseconds(name: string, duration: number | string): number {
  return durationOf({ [name]: String(duration) }, name, { minimum: 0, example: '5s' }) ?? 0;
}

/** Milliseconds, as execa has it. */
const FORCE_KILL_DELAY = 5_000;
const OUTPUT_TIMEOUT = 30_000;

/** Makes execa's subprocess end with all its descendants, and gives its result the profiles. */
function toRunningProgram(
  subprocess: ResultPromise,
  options: ExecuteOptions,
  { caller, findProfiles }: { readonly caller: CallerFrames; readonly findProfiles: () => readonly string[] },
): RunningProgram {
  const watch = watchOutput([subprocess.stdout, subprocess.stderr], commandOf(subprocess));
  killDescendantsToo(subprocess, options);
  const finish = <Ended extends object>(ended: Ended): Ended & ProgramProfile => {
    watch.end();
    forgetProgram();
    const profileFiles = findProfiles();
    const [first] = profileFiles;
    addMissingOutputs(ended, options);
    return Object.assign(ended, { profile: first && dirname(first), profileFiles });
  };
  const result = (subprocess as unknown as Promise<ProgramResult>).then(finish, (error: object) => {
    const failure = finish(error);
    hideDetails(failure);
    throw withCaller(failure, caller);
  });
  const stop = async () => {
    subprocess.kill();
    return result.catch((error: ProgramResult) => error);
  };
  const waitForOutput: RunningProgram['waitForOutput'] = (pattern, { timeout = OUTPUT_TIMEOUT } = {}) => {
    const waiting = captureCaller(waitForOutput);
    return watch.waitFor(pattern, toMilliseconds('timeout', timeout)).catch((error: unknown) => {
      throw withCaller(error, waiting);
    });
  };
  const program = Object.assign(subprocess as unknown as RunningProgram, {
    // biome-ignore lint/suspicious/noThenProperty: the handle of a program is a promise, as execa's is
    then: result.then.bind(result),
    catch: result.catch.bind(result),
    finally: result.finally.bind(result),
    stop,
    waitForOutput,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  });
  const forgetProgram = rememberProgram(program);
  return program;
}

/** A command that Node refuses, such as an empty one, has no arguments. Its result has the reason. */
function commandOf({ spawnargs }: { readonly spawnargs?: readonly string[] }): string {
  return (spawnargs ?? []).join(' ');
}

/** A command that could not be started has printed nothing. */
function addMissingOutputs(
  ended: { stdout?: unknown; stderr?: unknown },
  { stdout = 'pipe', stderr = 'pipe' }: ExecuteOptions,
): void {
  if (stdout === 'pipe') ended.stdout ??= '';
  if (stderr === 'pipe') ended.stderr ??= '';
}

type ProgramProfile = Pick<ProgramResult, 'profile' | 'profileFiles'>;

/** Replaces `kill`, which execa calls for each reason to end a program. */
function killDescendantsToo(subprocess: ResultPromise, options: ExecuteOptions): void {
  const { killSignal = 'SIGTERM', forceKillAfterDelay = FORCE_KILL_DELAY } = options;
  const kill: (signal?: NodeJS.Signals | number) => boolean = subprocess.kill.bind(subprocess);
  const delay = toDelay(forceKillAfterDelay);
  const killAll: typeof kill = (signal) => {
    const sent = signal ?? (killSignal as NodeJS.Signals);
    const isRunning = subprocess.exitCode === null && subprocess.signalCode === null;
    const killLeft =
      isRunning && subprocess.pid !== undefined ? signalDescendants(subprocess.pid, sent) : () => {};
    if (sent === killSignal && delay !== false)
      setTimeout(() => endForcibly(subprocess, killLeft), delay).unref();
    return kill(signal);
  };
  Object.assign(subprocess, { kill: killAll });
}

/** Processes in the background that have lost their parent are not found. They may keep the outputs open. */
function endForcibly({ stdout, stderr }: ResultPromise, killLeft: () => void): void {
  killLeft();
  stdout?.destroy();
  stderr?.destroy();
}

/** A program's result is not lost because its profile cannot be read. */
function profilesOf(scope: ProgramScope): readonly string[] {
  try {
    return collectProfiles(scope);
  } catch (error) {
    warnNow(`The profile of a program cannot be used: ${messageOf(error)}`);
    return [];
  }
}
