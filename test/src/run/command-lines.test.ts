/** Command lines of a run: programs, arguments and environments. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pendingTestsCommandLine, windowCommandLine } from '../../../src/run/command-lines.js';
import { type RunContext, readRunContext } from '../../../src/settings/run-context.js';
import { RUN as BASE } from '../../support/run-context.js';

const require = createRequire(import.meta.url);
const NYC = require.resolve('nyc/bin/nyc.js');
const MOCHA = require.resolve('mocha/bin/mocha.js');

const RUN: RunContext = {
  ...BASE,
  selection: { ...BASE.selection, exclude: ['src/a b/**', 'test-manual/**'], extension: ['.ts', '.mts'] },
  entry: '/app/src/main.ts',
  args: ['--port', '8080'],
};
const TARGET = { harnessFiles: ['/app/test-manual/a.ts', '/app/test-manual/b c.ts'] };
const ENVIRONMENT = { PATH: '/bin', MANUAL_INTEGRATION: '1', NODE_OPTIONS: '--no-warnings' };

const MOCHA_ARGS = [
  MOCHA,
  '--no-config',
  '--no-package',
  '--exit',
  '--posix-exit-codes',
  '--timeout=0',
  ...TARGET.harnessFiles,
];
const SELECTION_ARGS = [
  '--temp-dir=/app/data/nyc',
  '--exclude=src/a b/**',
  '--exclude=test-manual/**',
  '--extension=.ts',
  '--extension=.mts',
];

describe('the command line of pending tests', () => {
  const chain = pendingTestsCommandLine(TARGET, RUN, ENVIRONMENT);

  it('runs only mocha, in the root, without the configuration of automatic tests', () => {
    assert.equal(chain.command, process.execPath);
    assert.deepEqual(chain.args, MOCHA_ARGS);
    assert.equal(chain.cwd, '/app');
  });

  it("loads tsx, but none of covermain's hooks", () => {
    assert.match(chain.env.NODE_OPTIONS ?? '', /^--no-warnings --import file:\S+\/tsx\/\S+$/);
  });
});

describe('the command line of a window', () => {
  const chain = windowCommandLine(TARGET, RUN, ENVIRONMENT);

  it('makes @fastify/autoload load TypeScript, unless the environment decides it', () => {
    assert.equal(chain.env.FASTIFY_AUTOLOAD_TYPESCRIPT, '1');
    const given = { ...ENVIRONMENT, FASTIFY_AUTOLOAD_TYPESCRIPT: '' };
    assert.equal(windowCommandLine(TARGET, RUN, given).env.FASTIFY_AUTOLOAD_TYPESCRIPT, '');
  });

  it('runs nyc around mocha, in the root', () => {
    assert.equal(chain.command, process.execPath);
    assert.equal(chain.args[0], NYC);
    const mocha = chain.args.indexOf(process.execPath);
    assert.deepEqual(chain.args.slice(mocha + 1), MOCHA_ARGS);
    assert.equal(chain.cwd, '/app');
  });

  it('makes nyc collect into the profile directory, without instrumenting, caching, cleaning, checking or printing', () => {
    const nycArgs = chain.args.slice(1, chain.args.indexOf(process.execPath));
    assert.deepEqual(nycArgs, [
      '--silent',
      '--no-clean',
      '--all=false',
      '--check-coverage=false',
      '--hook-require=false',
      '--cache=false',
      ...SELECTION_ARGS,
    ]);
  });

  it("loads covermain's hooks before the given options, and tsx after them", () => {
    assert.match(
      chain.env.NODE_OPTIONS ?? '',
      /^--require "?\S+\/preload\.cjs"? --no-warnings --import file:\S+\/tsx\/\S+$/,
    );
  });
});

for (const { name, make } of [
  { name: 'the command line of a window', make: windowCommandLine },
  { name: 'the command line of pending tests', make: pendingTestsCommandLine },
]) {
  describe(name, () => {
    it('passes on the run context and the rest of the environment', () => {
      const { env } = make(TARGET, RUN, ENVIRONMENT);
      assert.deepEqual(readRunContext(env), RUN);
      assert.equal(env.PATH, '/bin');
      assert.equal(env.MANUAL_INTEGRATION, '1');
    });

    it('does not change the given environment', () => {
      const given = structuredClone(ENVIRONMENT);
      make(TARGET, RUN, given);
      assert.deepEqual(given, ENVIRONMENT);
    });
  });
}
