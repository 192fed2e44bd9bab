/** Everything that covermain prints passes a function that escapes what comes from data. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../support/project.js';

/** Calls that write to stdout, stderr or a terminal. */
const WRITE =
  /\bconsole\.|\bstd(out|err)\.write\b|\bwriteSync\((STDERR|\d)|\bwriteWithoutErrors\(process\.|\bstream: process\.std|\bSingleBar\(/;

/** Files that write, and what escapes there. Only these have to be checked by eye. */
const WRITERS: Readonly<Record<string, RegExp>> = {
  'harness/messages.ts': /writeWithoutErrors\(process\.stderr, `\$\{formatLogLine\(message\)\}\\n`\)/,
  'src/auto/describe-auto-run.ts': /Its parent reads stdout/,
  'src/cli/output.ts': /formatColoredLine\(text\)|formatLogLine\(/,
  'src/cli/screen.ts': /formatColoredLine\(line\)/,
  'src/collect/progress.ts': /toTerminalLine\(task\)/,
  // Passes on what the config file of the project itself prints.
  'src/config-file/run-own-module.ts': /stdout\.write = stderr\.write\.bind\(stderr\)/,
  'src/doctor/evidence/trial.ts': /const PRINT_COVERAGE = /,
  'src/hooks/preload.cts': /const visible = line\.replace\(invisible, /,
  'src/integration/describe-run.ts': /Its parent reads stdout/,
  'src/platform/warn.ts': /writeSync\(STDERR, `\$\{formatLogLine\(message\)\}\\n`\)/,
};

describe('writing to a terminal', () => {
  it('happens only in files that escape what they write', () => {
    const files = ['harness', 'src'].flatMap((directory) =>
      readdirSync(join(REPOSITORY, directory), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(directory, file),
      ),
    );
    const writers = files.filter((file) => /\.[cm]?ts$/.test(file) && WRITE.test(codeOf(file))).sort();
    assert.deepEqual(writers, Object.keys(WRITERS));
    for (const [file, evidence] of Object.entries(WRITERS)) assert.match(textOf(file), evidence, file);
  });

  it('also holds for the JSON of the HTTP routes, which clients print', () => {
    const directory = 'src/agent/http';
    const files = readdirSync(join(REPOSITORY, directory)).map((file) => join(directory, file));
    assert.deepEqual(
      files.filter((file) => /\bc\.json\(|Response\.json/.test(codeOf(file))),
      [],
    );
  });
});

function textOf(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

/** Returns a file without its comments. */
function codeOf(file: string): string {
  return textOf(file).replace(/^\s*(\/?\*|\/\/).*$/gm, '');
}
