/** One profile of very many files is reported, beside nyc. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Row, Table } from '../scenario.js';
import { type ToolCommand, timeCommand } from './command.js';
import { makeProgram } from './program.js';
import { writeDirectory, writeIstanbul, writeSources } from './write.js';

const FILES = 5000;

/** Of each file: 44 counters. */
const FUNCTIONS = 5;

export const NYC_REPORT = 'nyc report';
export const REPORT_OF_JSON = 'covermain report, of the same JSON';

interface Reporter {
  readonly name: string;
  /** What of a report is the same whoever draws it; of that which is on the disk by its file. */
  readonly compared: string | ((output: string) => string);
}

const REPORTERS: readonly Reporter[] = [
  { name: 'text-summary', compared: (output) => output.match(/^.*: .*%.*$/gm)?.join() ?? 'no summary' },
  { name: 'lcovonly', compared: 'lcov.info' },
  { name: 'json-summary', compared: 'coverage-summary.json' },
  // The pages hold the time at which they were drawn.
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
      row(NYC_REPORT, 'nyc', '--temp-dir', JSON_FOLDER),
      row(REPORT_OF_JSON, 'covermain', JSON_FOLDER),
      row('covermain report, of a profile', 'covermain', PROFILE),
    ];
    return { title: `report, ${FILES} files, ${reporter.name}`, base: NYC_REPORT, rows };
  });
}

const JSON_FOLDER = 'json';
const PROFILE = 'profile';
const REPORT = 'report';

/** Made when it is first asked for. */
function createProject({ createFolder }: Bench): () => string {
  let root: string | undefined;
  return () => {
    if (root !== undefined) return root;
    root = createFolder('report');
    const program = makeProgram(FILES, FUNCTIONS);
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'measured', private: true }));
    writeFileSync(join(root, '.nycrc'), JSON.stringify({ include: ['lib/**'] }));
    writeSources(root, program);
    writeDirectory(join(root, PROFILE), program, 1);
    writeIstanbul(join(root, JSON_FOLDER), program, 1, root);
    return root;
  };
}

function drawReport(
  { node }: Bench,
  cwd: string,
  { tool, args }: Pick<ToolCommand, 'tool' | 'args'>,
  { name, compared }: Reporter,
) {
  const folder = join(cwd, REPORT);
  rmSync(folder, { recursive: true, force: true });
  const all = ['report', '--reporter', name, '--report-dir', REPORT, ...args];
  return timeCommand(node, { tool, args: all, cwd }, (output) => {
    const text =
      typeof compared === 'string' ? readFileSync(join(folder, compared), 'utf8') : compared(output);
    const files = name === 'text-summary' ? [] : readdirSync(folder, { recursive: true });
    return `${createHash('sha256').update(text).digest('hex').slice(0, 8)}, ${files.length} files`;
  });
}
