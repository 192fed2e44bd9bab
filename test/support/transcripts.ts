/**
 * Transcripts in documentation: fenced blocks whose info string names a project.
 *
 * A page is executed from its top to its end. All blocks of a page with the same `test=NAME` share one project, a copy
 * of `test/docs/fixtures/NAME/`:
 *
 *     ```js test=cart file=src/cart.js      writes the text to src/cart.js of the project
 *     ```console test=cart                  executes the commands after `$ ` in one shell, and compares what they print
 *
 * In a transcript, `…` stands for any text in a line, and a line with only `…` for any number of lines. A line that starts
 * with `^C` presses Ctrl+C after the lines before it were printed. Texts that differ between runs (times, durations,
 * process ids, ports, hashes) are compared by their form, and runs of spaces as one space.
 *
 * A fixture can contain `setup.sh`, which runs first, in the project, and is then deleted.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { start } from './program.js';
import { makeBareProject, type Project, REPOSITORY } from './project.js';

/** A fenced block of a page that is executed or written. */
export interface DocumentBlock {
  /** 1-based line of the block's first line of text. */
  readonly line: number;
  /** Name of the fixture. */
  readonly fixture: string;
  /** Path that the text is written to, relative to the project; `undefined` for a transcript. */
  readonly file: string | undefined;
  readonly text: string;
}

/** One command of a transcript, and the lines that the page shows as its output. */
export interface TranscriptStep {
  /** 1-based line on the page. */
  readonly line: number;
  readonly command: string;
  readonly output: readonly string[];
}

const FENCE = /^```\w+ (.*)$/;

/**
 * Returns the blocks of a page that a test executes.
 *
 * @param text of a Markdown file
 * @param key word of the info string that names the fixture. Blocks with another key belong to another test.
 */
export function readBlocks(text: string, key = 'test'): readonly DocumentBlock[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, info = ''] = FENCE.exec(line) ?? [];
    const value = (name: string) => new RegExp(`(?<=^| )${name}=(\\S+)`).exec(info)?.[1];
    const fixture = value(key);
    if (fixture === undefined) return [];
    const end = lines.indexOf('```', index);
    return {
      line: index + 2,
      fixture,
      file: value('file'),
      text: lines.slice(index + 1, end).join('\n'),
    };
  });
}

/** Splits a transcript into its commands. A command goes on in the next line if its line ends with a backslash. */
export function readSteps({ line, text }: DocumentBlock): readonly TranscriptStep[] {
  const steps: { line: number; command: string; output: string[] }[] = [];
  let isContinued = false;
  for (const [index, content] of text.split('\n').entries()) {
    const last = steps.at(-1);
    if (last && isContinued) last.command += `\n${content}`;
    else if (content.startsWith('$ '))
      steps.push({ line: line + index, command: content.slice(2), output: [] });
    else if (last) last.output.push(content);
    else throw new Error(`line ${line}: a transcript starts with "$ " and a command`);
    isContinued = /\\$/.test(content) && (isContinued || content.startsWith('$ '));
  }
  return steps;
}

/** Creates the project of a fixture. @throws Error if the fixture does not exist or its set-up fails */
export async function makeFixture(name: string): Promise<Project> {
  const directory = join(REPOSITORY, 'test/docs/fixtures', name);
  if (!existsSync(directory)) throw new Error(`no fixture ${relative(REPOSITORY, directory)}`);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => [
    relative(directory, file).split(sep).join('/'),
    readFileSync(file, 'utf8'),
  ]);
  const project = makeBareProject(Object.fromEntries(named));
  if (existsSync(project.path('setup.sh'))) await setUp(project);
  return project;
}

async function setUp(project: Project): Promise<void> {
  const program = start(project, 'sh', ['-eu', 'setup.sh'], { env: environmentOf(project) });
  if ((await program.exitCode) !== 0) throw new Error(`setup.sh failed:\n${program.output()}`);
  rmSync(project.path('setup.sh'));
}

/** Writes the text of a block to its file. */
export function writeBlock(project: Project, { file, text }: DocumentBlock): void {
  const path = project.path(file ?? '');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

/** Printed before each command. */
const MARK = '@@transcript@@';

/**
 * Executes the commands of a transcript in one shell.
 *
 * @returns what each command printed to stdout and stderr
 */
export async function executeSteps(
  project: Project,
  steps: readonly TranscriptStep[],
): Promise<readonly string[]> {
  const commands = steps.map(({ command }) => `echo ${MARK}; (exit $status)\n${command}\nstatus=$?`);
  // The shell survives Ctrl+C; its commands get the signal.
  const script = ['exec 2>&1 </dev/null', 'trap : INT', 'status=0', ...commands].join('\n');
  const program = start(project, 'sh', ['-c', script], { env: environmentOf(project) });
  const printed = () => program.output().split(`${MARK}\n`).slice(1);
  for (const [index, { output }] of steps.entries()) {
    const end = output.findIndex((line) => line.startsWith('^C'));
    if (end === -1) continue;
    await program.until(() => startsWithLines(output.slice(0, end), printed()[index] ?? ''));
    program.signalGroup('SIGINT');
  }
  await program.exitCode;
  return printed();
}

function environmentOf(project: Project): Readonly<Record<string, string>> {
  return {
    PATH: `${project.path('node_modules/.bin')}:${process.env.PATH}`,
    NO_COLOR: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
}

/** Executes a transcript. @throws AssertionError if a command prints something else than the page shows */
export async function compareTranscript(project: Project, block: DocumentBlock): Promise<void> {
  const steps = readSteps(block);
  const printed = await executeSteps(project, steps);
  for (const [index, { line, command, output }] of steps.entries()) {
    const actual = printed[index] ?? '(not executed)';
    if (isExpectedOutput(output, actual)) continue;
    assert.fail(`line ${line}: $ ${command}\nprints\n${actual}\nnot\n${output.join('\n')}`);
  }
}

/** Returns whether the output of a command has the form that the page shows. */
export function isExpectedOutput(expected: readonly string[], printed: string): boolean {
  const lines = expected.map((line) => line.replace(/^\^C/, '')).join('\n');
  return new RegExp(`^${patternOf(canonicalText(lines))}$`).test(canonicalText(printed));
}

function startsWithLines(expected: readonly string[], printed: string): boolean {
  return new RegExp(`^${patternOf(canonicalText(expected.join('\n')))}`).test(canonicalText(printed));
}

/** Forms of texts that differ between runs, and the names that replace them. */
const VOLATILE: readonly (readonly [form: RegExp, name: string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d[-:]\d\d[-:]\d\d[-.]\d{3}Z/g, 'TIME'],
  [/(?<=127\.0\.0\.1:|localhost:)\d+/g, 'PORT'],
  [/(?<=\b(?:pid|process|processes) )\d+/gi, 'PID'],
  [/^\d{2,7}(?= .*TIME-)/gm, 'PID'],
  [/(?<![\w.])\d+(?:\.\d+)? ?(?:ms|s|m|h)\b/g, 'DURATION'],
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}\b/g, 'HASH'],
];

/** Returns a text with names in place of volatile texts, with single spaces, and without empty lines around it. */
function canonicalText(text: string): string {
  const named = VOLATILE.reduce((result, [form, name]) => result.replaceAll(form, name), text);
  const lines = named
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-{2,}/g, '--').trimEnd());
  return `${lines.join('\n').replace(/^\n+|\n+$/g, '')}\n`;
}

/** Returns the source of a pattern for canonical lines. */
function patternOf(canonical: string): string {
  const lines = canonical.split('\n').slice(0, -1);
  return lines
    .map((line) => {
      if (line.trim() === '…') return '(?:.*\\n)*?';
      return `${line.split('…').map(escapePattern).join('.*')}\\n`;
    })
    .join('');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
