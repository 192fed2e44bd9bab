/** Runs one case through every command that reads profiles, and checks the outputs. */
import { join } from 'node:path';
import { formatColoredLine } from '../../src/commands/colors.js';
import { diffCommand } from '../../src/commands/diff.js';
import { filesCommand } from '../../src/commands/files.js';
import { funcCommand } from '../../src/commands/func.js';
import { intersectCommand } from '../../src/commands/intersect.js';
import { mergeCommand } from '../../src/commands/merge.js';
import { percentCommand } from '../../src/commands/percent.js';
import { type Print, printJson } from '../../src/commands/print.js';
import { reportCommand } from '../../src/commands/report.js';
import { subtractCommand } from '../../src/commands/subtract.js';
import { textfmtCommand } from '../../src/commands/textfmt.js';
import { whoCommand } from '../../src/commands/who.js';
import { readProfileAt } from '../../src/operations/read-profile.js';
import { formatLogLine } from '../../src/platform/log-line.js';
import { PAGE_REPORTER, REPORTERS } from '../../src/report/find-reporter.js';
import { GIT_ENVIRONMENT } from '../support/git.js';
import { captureOutput } from './capture-output.js';
import type { FuzzCase } from './fuzz-case.js';
import { checkError, checkFile, checkJson, checkMessage, checkRatios, checkTerminal } from './invariants.js';
import { memoryProblem, readPeakMemory, resetPeakMemory } from './peak-memory.js';
import { readTree, type Sandbox } from './sandbox.js';
import { RECORDED_ROOT } from './valid-inputs.js';

/** One call of a command in a case. */
export interface CommandCall {
  readonly name: string;
  readonly run: (options: SharedOptions) => Promise<number>;
  /** Whether stdout is one JSON document. */
  readonly isJson?: boolean;
  /** Whether the command runs only in some cases, because it takes long. One of this many. @default 1 */
  readonly share?: number;
}

interface SharedOptions {
  readonly inputs: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly force: boolean;
  readonly recordedRoot: readonly string[];
  readonly print: Print;
  readonly logLine: (line: string) => void;
}

/** Greatest growth of memory that one command may cause, in bytes. */
export const MAX_MEMORY_JUMP = 150 * 2 ** 20;

/** Reporters that draw a page for each file, which takes longer than all others together. */
const HTML: ReadonlySet<string> = new Set([PAGE_REPORTER, 'html', 'html-spa', 'lcov']);

const PLAIN = REPORTERS.filter((name) => !HTML.has(name));

function callsFor({ input, valid, output }: Sandbox): readonly CommandCall[] {
  const to = (name: string) => join(output, name);
  const second = { inputs: [input, valid] };
  const calls: readonly CommandCall[] = [
    {
      name: 'merge',
      run: (options) => mergeCommand({ ...options, output: to('merge'), json: true }),
      isJson: true,
    },
    {
      name: 'merge two',
      run: (options) => mergeCommand({ ...options, ...second, output: to('merge-two') }),
      share: 3,
    },
    {
      name: 'subtract',
      run: (options) => subtractCommand({ ...options, ...second, output: to('subtract') }),
      share: 2,
    },
    {
      name: 'intersect',
      run: (options) => intersectCommand({ ...options, inputs: [valid, input], output: to('intersect') }),
      share: 2,
    },
    { name: 'percent', run: (options) => percentCommand({ ...options, json: true }), isJson: true },
    { name: 'files', run: filesCommand },
    { name: 'func', run: funcCommand },
    { name: 'func json', run: (options) => funcCommand({ ...options, json: true }), isJson: true },
    { name: 'textfmt', run: (options) => textfmtCommand({ ...options, output: to('go.txt') }) },
    { name: 'who', run: (options) => whoCommand({ ...options, line: 'src/cart.js:4' }) },
    {
      name: 'report',
      run: (options) =>
        reportCommand({ ...options, ...withSummary(to), reporter: PLAIN, reportDir: to('report') }),
    },
    {
      name: 'report html',
      run: (options) => reportCommand({ ...options, reporter: [...HTML], reportDir: to('html') }),
      share: 3,
    },
    { name: 'diff', run: (options) => diffCommand({ ...options, base: 'HEAD', markdown: true }), share: 8 },
    {
      name: 'diff annotated',
      run: (options) => diffCommand({ ...options, ...withSummary(to), base: 'HEAD', annotations: true }),
      share: 8,
    },
    { name: 'readProfile', run: printProfile, isJson: true },
  ];
  return calls;
}

/** Returns an environment as in GitHub Actions. */
function withSummary(to: (name: string) => string): Pick<SharedOptions, 'environment'> {
  return { environment: { ...GIT_ENVIRONMENT, GITHUB_STEP_SUMMARY: to('summary.md') } };
}

/** Prints what `covermain/api` reads. */
async function printProfile({ inputs, print, logLine, ...options }: SharedOptions): Promise<number> {
  const profile = await readProfileAt(inputs[0] ?? '', { ...options, onWarning: logLine });
  printJson(print, profile);
  return 0;
}

export interface CaseOptions {
  readonly sandbox: Sandbox;
  /** Called before each command, so that a command which never returns is known by its name. */
  readonly onCommand: (name: string) => void;
  /** Whether to run commands that a share of the cases leaves out, too. */
  readonly isComplete: boolean;
}

/** Returns the problems that a case showed. */
export async function runCase(one: FuzzCase, options: CaseOptions): Promise<readonly string[]> {
  const { sandbox, onCommand, isComplete } = options;
  sandbox.prepare(one.files);
  const before = sandbox.list();
  const problems: string[] = [];
  const checked = new Set<string>();
  for (const [number, call] of callsFor(sandbox).entries()) {
    if (!isComplete && (one.index + number) % (call.share ?? 1) !== 0) continue;
    onCommand(call.name);
    const found = await runCall(call, sandbox, { force: one.index % 3 > 0, checked });
    problems.push(...found.map((problem) => `${call.name}: ${problem}`));
  }
  const after = sandbox.list();
  const changed = [
    ...after.filter((line) => !before.includes(line)),
    ...before.filter((line) => !after.includes(line)),
  ];
  if (changed.length > 0) problems.push(`changed outside of the output: ${changed.slice(0, 5).join('; ')}`);
  return problems;
}

interface CallOptions {
  readonly force: boolean;
  /** Files of the output that were checked after an earlier command of the case. */
  readonly checked: Set<string>;
}

async function runCall(
  call: CommandCall,
  { input, project, output }: Sandbox,
  { force, checked }: CallOptions,
): Promise<readonly string[]> {
  const printed: string[] = [];
  const logged: string[] = [];
  const options: SharedOptions = {
    inputs: [input],
    cwd: project,
    environment: GIT_ENVIRONMENT,
    force,
    recordedRoot: [RECORDED_ROOT],
    // As the command line prints them.
    print: (text, kind) => printed.push(kind === 'document' ? text : formatColoredLine(text)),
    logLine: (line) => logged.push(formatLogLine(line)),
  };
  const memory = resetPeakMemory();
  let error: unknown;
  const written = await captureOutput(async () => {
    try {
      await call.run(options);
    } catch (thrown) {
      error = thrown;
    }
  });
  const jump = readPeakMemory() - memory;
  const stdout = printed.join('\n') + written;
  return [
    ...(jump > MAX_MEMORY_JUMP ? [memoryProblem(jump)] : []),
    ...checkError(error),
    ...logged.flatMap(checkMessage),
    ...checkTerminal(
      stdout + logged.join('\n') + (error instanceof Error ? formatLogLine(error.message.split('\n')) : ''),
    ),
    ...checkFile('stdout', Buffer.from(stdout)),
    ...(call.isJson && error === undefined ? checkDocument(printed.join('\n')) : []),
    ...[...readTree(output, checked)].flatMap(([path, bytes]) => {
      return bytes === 'link' ? [`${path}: a link`] : checkFile(path.slice(output.length + 1), bytes);
    }),
  ];
}

function checkDocument(text: string): readonly string[] {
  const problems = checkJson(text);
  return problems.length > 0 ? problems : checkRatios(JSON.parse(text));
}

/** Returns the numbers of an input, by which neutral changes are found not to be neutral. */
export async function readNumbers({ input, project }: Sandbox): Promise<string> {
  const printed: string[] = [];
  await funcCommand({
    inputs: [input],
    cwd: project,
    environment: GIT_ENVIRONMENT,
    json: true,
    recordedRoot: [RECORDED_ROOT],
    print: (line) => printed.push(line),
    logLine: () => {},
  });
  return printed.join('\n');
}
