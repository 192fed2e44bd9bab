/** Tables about reporting one profile of very many files, compared with nyc. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Row, Table } from '../scenario.js';
import { type ToolCommand, timeCommand } from './command.js';
import { makeProgram } from './program.js';
import { writeDirectory, writeIstanbul, writeSources } from './write.js';

const FILES = 5000;

/** Number of functions of each file, which make 44 counters. */
const FUNCTIONS = 5;

export const NYC_REPORT = 'nyc report';
export const REPORT_OF_JSON = 'covermain report, same JSON';

interface Reporter {
  readonly name: string;
  /** What must be equal in the reports of all tools: a file of the report, or text taken from the output. */
  readonly compared: string | ((output: string) => string);
}

const REPORTERS: readonly Reporter[] = [
  { name: 'text-summary', compared: (output) => output.match(/^.*: .*%.*$/gm)?.join() ?? 'no summary' },
  { name: 'lcovonly', compared: 'lcov.info' },
  { name: 'json-summary', compared: 'coverage-summary.json' },
  // The pages contain the time at which they were written.
  { name: 'html', compared: () => '' },
];

export function reportTables(bench: Bench): readonly Table[] {
  const project = createProject(bench);
  return REPORTERS.map((reporter) => {
    const row = (name: string, tool: ToolCommand['tool'], ...args: readonly string[]): Row => {
      const sample = () => drawReport(bench, project(), { tool, args }, reporter);
      return { name, counts: true, sample };
    };
    const rows = [
      row(NYC_REPORT, 'nyc', '--temp-dir', JSON_DIRECTORY),
      row(REPORT_OF_JSON, 'covermain', JSON_DIRECTORY),
      row('covermain report, profile', 'covermain', PROFILE),
    ];
    return { title: `report, ${FILES} files, ${reporter.name}`, base: NYC_REPORT, rows };
  });
}

const JSON_DIRECTORY = 'json';
const PROFILE = 'profile';
const REPORT = 'report';

/** Returns a function that creates the project on its first call, and returns its root. */
function createProject({ createDirectory }: Bench): () => string {
  let root: string | undefined;
  return () => {
    if (root !== undefined) return root;
    root = createDirectory('report');
    const program = makeProgram(FILES, FUNCTIONS);
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'measured', private: true }));
    writeFileSync(join(root, '.nycrc'), JSON.stringify({ include: ['lib/**'] }));
    writeSources(root, program);
    writeDirectory(join(root, PROFILE), program, 1);
    writeIstanbul(join(root, JSON_DIRECTORY), program, 1, root);
    return root;
  };
}

function drawReport(
  { node }: Bench,
  cwd: string,
  { tool, args }: Pick<ToolCommand, 'tool' | 'args'>,
  { name, compared }: Reporter,
) {
  const directory = join(cwd, REPORT);
  rmSync(directory, { recursive: true, force: true });
  const all = ['report', '--reporter', name, '--report-dir', REPORT, ...args];
  return timeCommand(node, { tool, args: all, cwd }, (output) => {
    const text =
      typeof compared === 'string' ? readFileSync(join(directory, compared), 'utf8') : compared(output);
    const files = name === 'text-summary' ? [] : readdirSync(directory, { recursive: true });
    return `${createHash('sha256').update(text).digest('hex').slice(0, 8)}, ${files.length} files`;
  });
}
