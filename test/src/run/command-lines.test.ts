/** The command lines of a run: what is started, with which arguments and environment. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import {
  pendingTestsCommandLine,
  reportCommandLine,
  windowCommandLine,
} from '../../../src/run/command-lines.js';
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

describe('pendingChain', () => {
  const chain = pendingTestsCommandLine(TARGET, RUN, ENVIRONMENT);

  it('is mocha alone, in the root, without the configuration of automatic tests', () => {
    assert.equal(chain.command, process.execPath);
    assert.deepEqual(chain.args, MOCHA_ARGS);
    assert.equal(chain.cwd, '/app');
  });

  it('has tsx but none of our hooks', () => {
    assert.match(chain.env.NODE_OPTIONS ?? '', /^--no-warnings --import file:\S+\/tsx\/\S+$/);
  });
});

describe('measuredChain', () => {
  const chain = windowCommandLine(TARGET, RUN, ENVIRONMENT);

  it('is nyc around mocha, in the root', () => {
    assert.equal(chain.command, process.execPath);
    assert.equal(chain.args[0], NYC);
    const mocha = chain.args.indexOf(process.execPath);
    assert.deepEqual(chain.args.slice(mocha + 1), MOCHA_ARGS);
    assert.equal(chain.cwd, '/app');
  });

  it('lets nyc collect into the profile directory, and neither instrument, cache, clean, check nor print', () => {
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

  it('has our hooks in front of the options given, and tsx behind them', () => {
    assert.match(
      chain.env.NODE_OPTIONS ?? '',
      /^--require "\S+\/preload\.cjs" --no-warnings --import file:\S+\/tsx\/\S+$/,
    );
  });
});

for (const { name, make } of [
  { name: 'measuredChain', make: windowCommandLine },
  { name: 'pendingChain', make: pendingTestsCommandLine },
]) {
  describe(name, () => {
    it('hands the run and the rest of the environment over', () => {
      const { env } = make(TARGET, RUN, ENVIRONMENT);
      assert.deepEqual(readRunContext(env), RUN);
      assert.equal(env.PATH, '/bin');
      assert.equal(env.MANUAL_INTEGRATION, '1');
    });

    it('changes nothing of what it is given', () => {
      const given = structuredClone(ENVIRONMENT);
      make(TARGET, RUN, given);
      assert.deepEqual(given, ENVIRONMENT);
    });
  });
}

describe('reportChain', () => {
  it("is nyc's report of the profile directory, of the files that were measured", () => {
    assert.deepEqual(
      reportCommandLine(RUN, { folder: '/app/data/nyc', excludeAfterRemap: false, environment: ENVIRONMENT }),
      {
        command: process.execPath,
        args: [NYC, 'report', '--exclude-after-remap=false', ...SELECTION_ARGS],
        cwd: '/app',
        env: ENVIRONMENT,
      },
    );
  });
});
