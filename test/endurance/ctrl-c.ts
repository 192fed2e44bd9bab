/**
 * `npm run test:ctrl-c`: presses Ctrl+C in terminals in which measured programs run, with stdin from the terminal and from a file.
 * Fails if a profile misses a call, if a handler is not called exactly once, or if a shell sees another end than without covermain.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { COUNTERS_PREFIX } from '../../src/profile/format/constants.js';
import { ask } from '../support/apps.js';
import { profileIn } from '../support/measured-programs.js';
import { CTRL_C, killLeftPrograms, type Program, startInTerminal } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';
import { APPS, FLUSH, type InterruptedApp, SOURCES } from './ctrl-c-apps.js';

const RUNS = Number(process.argv[2] ?? 200);
const LANES = 2;
const MOST_REQUESTS = 20;
/** Milliseconds after the last request, up to which Ctrl+C is pressed. */
const LATEST = 1_500;
/** Milliseconds after Ctrl+C in which a program must end. */
const TIME_TO_END = 60_000;

const STDINS = { terminal: '', '/dev/null': ' </dev/null' };

/** An app with one kind of stdin. */
interface Combination {
  readonly app: InterruptedApp;
  readonly stdin: keyof typeof STDINS;
}

interface Interruption extends Combination {
  readonly name: string;
  readonly output: string;
  /** How the program and its children ended. */
  readonly end: string;
  /** Number of times that the app's handlers were called. */
  readonly signals: number;
  /** Times of the app's calls, in milliseconds. */
  readonly calls: readonly number[];
}

interface Result extends Interruption {
  readonly counted: number;
  readonly expectedEnd: string;
}

const FAULTS: Readonly<Record<string, (result: Result) => boolean>> = {
  'lost counts': (result) =>
    missing(result) > 0 && (!result.app.mayLose || lossOf(result) > result.app.mayLose),
  // Ctrl+C may end a program between the count of a call and its note.
  'false counts': (result) => missing(result) < -1,
  'double signals': ({ signals, app }) => signals > app.signals,
  'missed signals': ({ signals, app }) => signals < app.signals,
  'wrong ends': ({ end, expectedEnd }) => end !== expectedEnd,
};

function isBroken(result: Result): boolean {
  return Object.values(FAULTS).some((hasFault) => hasFault(result));
}

async function main(): Promise<void> {
  const nycrc = JSON.stringify({ include: ['src/**'], all: false, reporter: ['text'] });
  const project = makeProject({ ...SOURCES, '.nycrc': nycrc });
  try {
    const combinations = APPS.flatMap((app) =>
      (Object.keys(STDINS) as (keyof typeof STDINS)[]).map((stdin) => ({ app, stdin })),
    );
    const expectedEnds = new Map<Combination, string>();
    for (const combination of combinations)
      expectedEnds.set(combination, await plainEnd(project, combination));
    const results: Result[] = [];
    let next = 0;
    const runLane = async () => {
      while (next < RUNS) {
        const number = next++;
        const combination = combinations[number % combinations.length] as Combination;
        const expectedEnd = expectedEnds.get(combination) ?? '';
        const result = { ...(await measure(project, combination, `run-${number}`)), expectedEnd };
        results.push(result);
        if (isBroken(result)) console.log(describeFault(result));
      }
    };
    await Promise.all(Array.from({ length: LANES }, runLane));
    printTable(combinations, results);
    process.exitCode = results.some(isBroken) ? 1 : 0;
  } finally {
    killLeftPrograms();
    project.remove();
  }
}

/** Returns how an app ends on Ctrl+C without covermain. */
async function plainEnd(project: Project, combination: Combination): Promise<string> {
  const { app, stdin } = combination;
  if (app.plain === null) return app.windowEnd ?? '';
  const plain = await interrupt(
    project,
    combination,
    app.plain,
    `plain-${stdin === 'terminal' ? 1 : 2}-${app.title}`,
  );
  if (plain.signals !== app.signals)
    throw new Error(`${app.title} got ${plain.signals} signals without covermain:\n${plain.output}`);
  return plain.end;
}

async function measure(
  project: Project,
  combination: Combination,
  name: string,
): Promise<Omit<Result, 'expectedEnd'>> {
  const interruption = await interrupt(project, combination, combination.app.measured, name);
  const coverage = hasProfile(project, name) ? profileIn(project, directoryOf(name)).coverage() : {};
  const hits = Object.values(coverage).map((file) => functionsOf(file).hit ?? 0);
  return { ...interruption, counted: hits.reduce((sum, count) => sum + count, 0) };
}

/** Runs a command line in a terminal, uses the app, and presses Ctrl+C. */
async function interrupt(
  project: Project,
  combination: Combination,
  commandLine: string,
  name: string,
): Promise<Interruption> {
  const { app, stdin } = combination;
  const notes = project.path(`${name}.notes`);
  const env = { NOTES: notes, COVER_DIR: directoryOf(name), COVER_FLUSH: `${FLUSH}ms` };
  // bash dies of Ctrl+C if its command has died of it, and goes on if its command has exited.
  const shell = `bash -c '${commandLine}${STDINS[stdin]}; echo the shell saw exit code $?'`;
  const program = startInTerminal(project, shell, { env });
  const [, port] = await program.printed(/ready(?: at (\d+))?\s/);
  const requests = app.isServer ? 1 + Math.floor(Math.random() * MOST_REQUESTS) : 0;
  for (let request = 0; request < requests; request++) await ask(port, '/hit');
  if (app.mayLose > 0 && commandLine === app.measured) await waitForProfile(project, name);
  await delay(Math.random() * LATEST);
  program.type(CTRL_C);
  const end = await endOf(program);
  const output = program.output();
  const calls = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').filter(Boolean).map(Number) : [];
  if (calls.length < requests) throw new Error(`${calls.length} calls were noted for ${requests} requests`);
  return { app, stdin, name, output, end, calls, signals: output.match(/got SIGINT/g)?.length ?? 0 };
}

/** Before its agent has started, a blocked program can be ended by a second signal only (docs/ends.md). */
async function waitForProfile(project: Project, name: string): Promise<void> {
  while (!hasProfile(project, name)) await delay(20);
}

function hasProfile(project: Project, name: string): boolean {
  const directory = project.path(directoryOf(name));
  return existsSync(directory) && readdirSync(directory).some((file) => file.startsWith(COUNTERS_PREFIX));
}

async function endOf(program: Program): Promise<string> {
  const aborting = new AbortController();
  const ended = await Promise.race([
    program.exitCode.then(() => true),
    delay(TIME_TO_END, false, { signal: aborting.signal }),
  ]);
  aborting.abort();
  if (!ended) {
    program.signalGroup('SIGKILL');
    return `does not end within ${TIME_TO_END} ms`;
  }
  const code = program.output().match(/the shell saw exit code (\d+)/)?.[1];
  const end =
    code === undefined ? `kills the shell, which ends with ${await program.exitCode}` : `exits with ${code}`;
  const children = program.output().match(/end of .*: \w+/g) ?? [];
  return [end, ...children.sort()].join(', ');
}

function directoryOf(name: string): string {
  return `data/${name}`;
}

function missing({ calls, counted }: Result): number {
  return calls.length - counted;
}

/** Returns the milliseconds before the last call whose calls are not in the profile. */
function lossOf(result: Result): number {
  const { calls, counted } = result;
  return missing(result) > 0 ? (calls.at(-1) ?? 0) - (calls[counted - 1] ?? 0) : 0;
}

function printTable(combinations: readonly Combination[], results: readonly Result[]): void {
  const columns = ['runs', ' calls', 'counted', ...Object.keys(FAULTS)];
  const printRow = (title: string, stdin: string, cells: readonly string[]) =>
    console.log(
      title.padEnd(24) +
        stdin.padEnd(10) +
        cells.map((cell, index) => cell.padStart((columns[index] ?? '').length + 2)).join(''),
    );
  printRow('program', 'stdin', columns);
  for (const { app, stdin } of combinations) {
    const group = results.filter((result) => result.app === app && result.stdin === stdin);
    const calls = group.reduce((sum, result) => sum + result.calls.length, 0);
    const counted = group.reduce((sum, result) => sum + result.counted, 0);
    const faults = Object.values(FAULTS).map((hasFault) => group.filter(hasFault).length);
    printRow(app.title, stdin, [group.length, calls, counted, ...faults].map(String));
  }
  const losses = results.filter(({ app }) => app.mayLose > 0).map(lossOf);
  console.log(`A blocked event loop lost at most ${Math.max(0, ...losses)} ms of calls.`);
}

function describeFault(result: Result): string {
  const faults = Object.keys(FAULTS).filter((fault) => FAULTS[fault]?.(result));
  const { name, app, stdin, calls, counted, signals, end, expectedEnd, output } = result;
  return `
${name}, ${app.title}, stdin ${stdin}: ${faults.join(', ')}
${counted} of ${calls.length} calls counted; ${signals} signals, expected ${app.signals}
${end}, expected: ${expectedEnd}
${output}`;
}

await main();
