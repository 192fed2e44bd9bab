/** Tests that start programs by `covermain/integration`, for projects of several test runners. */

/** A program with functions that its arguments select. */
export const GREET = `#!/usr/bin/env node
const [, , name, code = '0'] = process.argv;

const actions = {
  hello: () => {
    console.log('hello');
  },
  bye: () => {
    console.log('bye');
  },
  wait: () => {
    setInterval(() => {}, 1_000_000);
    console.log('waiting');
  },
};

actions[name]();
process.exitCode = Number(code);
`;

export type Action = 'hello' | 'bye' | 'wait';

/** Returns the line of the program that an action executes. */
export function lineOf(action: Action): number {
  return GREET.split('\n').findIndex((line) => line.startsWith(`  ${action}: `)) + 2;
}

/** Starts programs in every way, one after another. @param runner module that exports `test` or `it` */
export const everyWay = (runner: string): string => `${head(runner)}
test('starts programs in every way', async () => {
  await runWithIntegrationCoverage('every way', async () => {
    const env = { PATH: process.cwd() + '/node_modules/.bin:' + process.env.PATH };
    note('every way', {
      node: describe(await executeWithCoverage('node', ['src/greet.cjs', 'hello'])),
      npx: describe(await executeWithCoverage('npx', ['greet', 'hello'])),
      npm: describe(await executeWithCoverage('npm', ['run', '--silent', 'greet'])),
      script: describe(await executeWithCoverage('sh', ['greet.sh'])),
      path: describe(await executeWithCoverage('greet', ['hello'], { env })),
      own: execFileSync('node', ['src/greet.cjs', 'hello']).toString(),
      ownEnvironment: execFileSync(process.execPath, ['src/greet.cjs', 'hello'], { env: {} }).toString(),
      notNode: describe(await executeWithCoverage('echo', ['hello'])),
      silent: describe(await executeWithCoverage('true')),
    });
  });
});
`;

/** Starts programs that fail. @param runner as for \`everyWay\` */
export const failures = (runner: string): string => `${head(runner)}
test('returns how programs failed', async () => {
  await runWithIntegrationCoverage('failed', async () => {
    const options = { reject: false };
    const missing = await executeWithCoverage('no-such-program', [], options);
    const failed = executeWithCoverage('node', ['src/greet.cjs', 'bye', '3'], options);
    const rejected = executeWithCoverage('node', ['src/greet.cjs', 'bye', '4']).catch(describeError);
    note('failed', {
      missing: [missing.failed, missing.code],
      failed: describe(await failed),
      rejected: await rejected,
    });
  });
});

test('keeps the profile of a program that a timeout ends', async () => {
  // A busy machine may start a program later than the timeout ends it.
  for (let timeout = 2_000; timeout < 60_000; timeout *= 2) {
    const result = await runWithIntegrationCoverage('timed out', async () =>
      executeWithCoverage('node', ['src/greet.cjs', 'wait'], { reject: false, timeout }));
    note('timed out', describe(result));
    if (result.stdout === 'waiting') break;
  }
});

test('keeps the profile of a program that SIGKILL ends', async () => {
  await runWithIntegrationCoverage('killed', async () => {
    const program = executeWithCoverage('node', ['src/greet.cjs', 'wait'], { reject: false });
    await program.waitForOutput(/waiting/);
    await forceWrite();
    program.kill('SIGKILL');
    note('killed', describe(await program));
  });
});

test('finds new profiles', async () => {
  await runWithIntegrationCoverage('new profiles', async () => {
    await executeWithCoverage('node', ['src/greet.cjs', 'bye']);
    const before = snapshotProfiles();
    await executeWithCoverage('node', ['src/greet.cjs', 'bye']);
    assert.equal(getNewProfiles(before).length, process.env.INTEGRATION_COVERAGE ? 1 : 0);
  });
});
`;

/** Starts programs of two tests at the same time. @param runner as for \`everyWay\` @param file name of the file */
export const parallelTests = (runner: string, file: string): string => `${head(runner)}
test('keeps parallel tests apart', async () => {
  const greet = (action: string, times: number) =>
    runWithIntegrationCoverage('${file} ' + action, async () => {
      const start = () => executeWithCoverage('node', ['src/greet.cjs', action]);
      const results = await Promise.all(Array.from({ length: times }, start));
      return results.map(describe);
    });
  note('${file}', await Promise.all([greet('hello', 3), greet('bye', 2)]));
});
`;

/** Times that each session of the tests executes an action, and all together. */
export const EXPECTED: Readonly<Record<Action, Readonly<Record<string, number>>>> = {
  hello: { 'every way': 8, 'one hello': 3, 'two hello': 3, '(total)': 14 },
  bye: { failed: 2, 'new profiles': 2, 'one bye': 2, 'two bye': 2, '(total)': 8 },
  wait: { killed: 1, 'timed out': 1, '(total)': 2 },
};

const ENDED = { exitCode: 0, stdout: 'hello', stderr: '', failed: false, timedOut: false };
const FAILED = { ...ENDED, stdout: 'bye', failed: true };
const KILLED = { stdout: 'waiting', stderr: '', failed: true };

/** What the tests note, with and without coverage. */
export const NOTES: Readonly<Record<string, unknown>> = {
  'every way.json': {
    node: ENDED,
    npx: ENDED,
    npm: ENDED,
    script: { ...ENDED, stdout: 'hello\nhello' },
    path: ENDED,
    own: 'hello\n',
    ownEnvironment: 'hello\n',
    notNode: ENDED,
    silent: { ...ENDED, stdout: '' },
  },
  'failed.json': {
    missing: [true, 'ENOENT'],
    failed: { ...FAILED, exitCode: 3 },
    rejected: { ...FAILED, exitCode: 4 },
  },
  'timed out.json': { ...KILLED, signal: 'SIGTERM', timedOut: true },
  'killed.json': { ...KILLED, signal: 'SIGKILL', timedOut: false },
  'one.json': [Array(3).fill(ENDED), Array(2).fill({ ...ENDED, stdout: 'bye' })],
  'two.json': [Array(3).fill(ENDED), Array(2).fill({ ...ENDED, stdout: 'bye' })],
};

function head(runner: string): string {
  const imported = runner === 'mocha' ? 'it as test' : 'test';
  return `import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import {
  executeWithCoverage, forceWrite, getNewProfiles, runWithIntegrationCoverage, snapshotProfiles,
} from 'covermain/integration';
import type { ProgramError, ProgramResult } from 'covermain/integration';
import { ${imported} } from '${runner}';

/** Writes what has happened, without coverage. */
function note(name: string, value: unknown): void {
  writeFileSync('notes/' + name + '.json', JSON.stringify(value));
}

function describe({ exitCode, signal, stdout, stderr, failed, timedOut, profile }: ProgramResult): unknown {
  if (!process.env.INTEGRATION_COVERAGE) assert.equal(profile, undefined);
  return { exitCode, signal, stdout, stderr, failed, timedOut };
}

const describeError = (error: ProgramError) => {
  assert.ok(error.message.startsWith('Command failed'), error.message);
  return describe(error);
};
`;
}
