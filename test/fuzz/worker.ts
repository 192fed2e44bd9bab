/** A process of the fuzz test that runs one case after the other, as its parent asks. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCase, createUnchanged } from './create-case.js';
import { INPUT_KINDS, type RecordedCase, recordCase, restoreCase } from './fuzz-case.js';
import { readNumbers, runCase } from './run-case.js';
import { runProcesses } from './run-process.js';
import { createSandbox, writeInput } from './sandbox.js';
import { createValidInput } from './valid-inputs.js';

/** What the parent asks for: a case by its index, or a recorded one. */
export type WorkerRequest = (
  | { readonly seed: number; readonly index: number }
  | { readonly recorded: RecordedCase }
) & {
  /** Directory that receives the HTML reports of some cases. @default none are kept */
  readonly keepPages?: string;
};

export type WorkerMessage =
  | { readonly event: 'ready' }
  | { readonly event: 'command'; readonly name: string }
  | { readonly event: 'done'; readonly failed?: RecordedCase };

/** One case of this many is also run by processes of their own. */
const PROCESS_SHARE = 500;

/** HTML reports of one case of this many are kept for the browser. A multiple of the share of cases with HTML. */
const PAGES_SHARE = 150;

const sandbox = createSandbox();
const valid = createValidInput();
writeInput(sandbox.valid, createUnchanged('directory', valid));
const numbers = new Map<string, string>();
for (const kind of INPUT_KINDS) {
  sandbox.prepare(createUnchanged(kind, valid));
  numbers.set(kind, await readNumbers(sandbox));
}

process.on('message', async (request: WorkerRequest) => {
  const isRecorded = 'recorded' in request;
  const one = isRecorded ? restoreCase(request.recorded) : createCase(request.seed, request.index, valid);
  const seed = isRecorded ? request.recorded.seed : request.seed;
  const onCommand = (name: string) => send({ event: 'command', name });
  const problems = [...(await runCase(one, { sandbox, onCommand, isComplete: isRecorded }))];
  if (isRecorded || one.index % PROCESS_SHARE === 0) problems.push(...runProcesses(sandbox));
  const pages = join(sandbox.output, 'html');
  if (one.index % PAGES_SHARE === 1 && request.keepPages && existsSync(pages))
    cpSync(pages, join(request.keepPages, String(one.index)), { recursive: true });
  if (one.isNeutral) {
    const read = await readNumbers(sandbox).catch(String);
    if (read !== numbers.get(one.kind))
      problems.push(`a change without meaning changed numbers: ${read.slice(0, 300)}`);
  }
  send({ event: 'done', ...(problems.length > 0 ? { failed: recordCase(one, seed, problems) } : {}) });
});

process.on('disconnect', () => {
  sandbox.remove();
  process.exit();
});

function send(message: WorkerMessage): void {
  process.send?.(message);
}

send({ event: 'ready' });
rmSync(sandbox.output, { recursive: true, force: true });
