/**
 * Tests that only a few files write to stdout or stderr. Each of them escapes texts of data: another one would be a way by which
 * such a text reaches a terminal.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files that write, and what. Istanbul's text reporters also write to stdout; `istanbul-reporters.ts` escapes their names. */
const WRITERS = [
  'harness/messages.ts', // log lines of a window
  'src/auto/describe-auto-run.ts', // the run, for the process that has started this one
  'src/cli/output.ts', // results, log lines and errors of the commands
  'src/cli/screen.ts', // what a command draws again and again on a terminal
  'src/collect/progress.ts', // the progress bar
  'src/hooks/preload.cts', // one warning where the hooks cannot be loaded
  'src/integration/describe-run.ts', // the run, for the test that has started this process
  'src/platform/warn.ts', // warnings while the app runs
  'src/remote/kubernetes/in-container/ask-agents.cjs', // answers of agents, for the kubectl that runs it in a container
];

const WRITE =
  /process\.std(?:out|err)\.write\(|writeWithoutErrors\(process|console\.(?:log|warn|error|info)\(|writeSync\((?:[12]|STDERR|STDOUT)\b|stream: process\.std/;

/** The code of a program in a string literal, such as `'…'`, writes nothing here. */
const withoutStrings = (text: string) => text.replace(/'(?:\\.|[^'\\\n])*'/g, "''");

describe('writing to stdout or stderr', () => {
  it('happens in a few files only', () => {
    const files = ['src', 'harness', 'bin'].flatMap((directory) =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)),
    );
    const writers = files
      .filter((file) => /\.[cm]?[jt]s$/.test(file))
      .filter((file) => WRITE.test(withoutStrings(readFileSync(file, 'utf8'))));
    assert.deepEqual(writers.map((file) => file.replaceAll('\\', '/')).sort(), WRITERS);
  });
});
