/**
 * `npm run test:fuzz`: changes valid inputs of every kind, signs them again, and runs each through every command that reads
 * profiles. Prints the seed; the same seed gives the same cases. Writes failing cases to `build/fuzz/`.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasChromium } from '../support/chromium.js';
import { checkPages } from './check-pages.js';
import { createCase } from './create-case.js';
import { type RecordedCase, recordCase } from './fuzz-case.js';
import { isMemoryProblem } from './peak-memory.js';
import { createValidInput } from './valid-inputs.js';
import { type CaseResult, startWorker, type Worker } from './worker-process.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
    replay: { type: 'string' },
  },
});

const temporary = mkdtempSync(join(tmpdir(), 'covermain-fuzz-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** HTML reports of some cases. */
const keepPages = join(temporary, 'pages');

const FAILURES = join(import.meta.dirname, '../../build/fuzz');

/** Failing cases that are written. More would mostly repeat the same failure. */
const MAX_FAILURES = 200;

process.exitCode = values.replay === undefined ? await runAll() : await replay(values.replay);

async function runAll(): Promise<number> {
  const [seed, first, jobs] = [Number(values.seed), Number(values.from), Number(values.jobs)];
  const end = first + Number(values.cases);
  console.log(`fuzz: cases ${first} to ${end - 1} of seed ${seed}`);
  rmSync(FAILURES, { recursive: true, force: true });
  mkdirSync(FAILURES, { recursive: true });
  const failures = new Map<string, { readonly file: string; count: number }>();
  let next = first;
  let failed = 0;
  const runNext = async (): Promise<void> => {
    let worker: Worker | undefined;
    while (next < end) {
      const index = next++;
      if ((index - first) % 100 === 99) console.log(`fuzz: ${index - first + 1} cases, ${failed} failed`);
      worker ??= await startWorker(temporary);
      let result = await worker.run({ seed, index, keepPages });
      if (hasOnlyMemoryProblems(result)) {
        // Garbage of earlier cases may be the reason. A new process has none.
        worker.close();
        worker = await startWorker(temporary);
        result = await worker.run({ seed, index, keepPages });
      }
      if ('lost' in result) worker = undefined;
      const recorded = 'lost' in result ? recordLost(seed, index, result.lost) : result.failed;
      if (!recorded) continue;
      failed++;
      report(recorded, failures);
    }
    worker?.close();
  };
  await Promise.all(Array.from({ length: jobs }, runNext));
  const pageProblems = await checkKeptPages();
  for (const problem of pageProblems) console.log(problem);
  console.log(`fuzz: ${end - first} cases of seed ${seed}, ${failed} failed`);
  for (const [signature, { count, file }] of failures)
    console.log(`${count} x ${signature}\n    npm run test:fuzz -- --replay ${file}`);
  return failed + pageProblems.length > 0 ? 1 : 0;
}

function hasOnlyMemoryProblems(result: CaseResult): boolean {
  return 'failed' in result && (result.failed?.problems.every(isMemoryProblem) ?? false);
}

/** Opens the HTML reports that were kept. */
async function checkKeptPages(): Promise<readonly string[]> {
  const reports = existsSync(keepPages) ? readdirSync(keepPages).map((name) => join(keepPages, name)) : [];
  if (!hasChromium)
    console.log(`fuzz: ${reports.length} HTML reports were not opened, because Chromium is not installed`);
  else console.log(`fuzz: opening ${reports.length} HTML reports in Chromium`);
  return hasChromium ? checkPages(reports) : [];
}

/** Records a case whose worker is gone. */
function recordLost(seed: number, index: number, problem: string): RecordedCase {
  return recordCase(createCase(seed, index, createValidInput()), seed, [problem]);
}

/** Prints the first failure of each kind, and writes its case to a file. */
function report(
  recorded: RecordedCase,
  failures: Map<string, { readonly file: string; count: number }>,
): void {
  for (const problem of recorded.problems) {
    const signature = signatureOf(problem);
    const known = failures.get(signature);
    if (known) {
      known.count++;
      continue;
    }
    const file = join(FAILURES, `${recorded.seed}-${recorded.index}.json`);
    failures.set(signature, { file, count: 1 });
    if (failures.size > MAX_FAILURES) continue;
    writeFileSync(file, JSON.stringify(recorded));
    console.log(
      `case ${recorded.index} (${recorded.kind}; ${JSON.stringify(recorded.mutations.join(', ').slice(0, 300))})\n` +
        `  ${problem.slice(0, 700).replaceAll('\n', '\n  ')}`,
    );
  }
}

/** Returns the kind of a problem: without the command that showed it, numbers, paths and names. */
function signatureOf(problem: string): string {
  return problem
    .replace(/^[a-z ]+: /, '')
    .replaceAll(/\/[^\s:]+/g, '/…')
    .replaceAll(/\d+/g, '#')
    .slice(0, 90);
}

async function replay(file: string): Promise<number> {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as RecordedCase;
  const worker = await startWorker(temporary);
  const result = await worker.run({ recorded });
  worker.close();
  const problems = 'lost' in result ? [result.lost] : (result.failed?.problems ?? []);
  console.log(
    `case ${recorded.index} of seed ${recorded.seed} (${recorded.kind}; ${recorded.mutations.join(', ')})`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length === 0) console.log('  no problem');
  return problems.length > 0 ? 1 : 0;
}
