/** The functions of `covermain/api` return what the commands print, and throw what the commands report. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import libCoverage from 'istanbul-lib-coverage';
import { diff, merge, readProfile, report } from '../../../src/api/operations.js';
import type { CovermainError, ErrorCode } from '../../../src/platform/errors.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import { GIT_ENVIRONMENT, gitFolder } from '../../support/git.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';

const SOURCES = {
  'src/half.js': 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\n',
  'src/full.js': 'let a = 1;\na;\n',
};

/** Name of a damaged profile. */
const DAMAGED = 'covcounters.x.9.2025-01-02T03-04-05-678Z';

describe('covermain/api', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject(SOURCES, { '.nycrc': '{ "reporter": ["lcovonly", "text"] }' });
  });

  afterEach(() => project.remove());

  const here = () => ({ cwd: project.root, environment: GIT_ENVIRONMENT });

  /** Writes a profile directory with a profile of each pid. */
  function writeProfiles(directory: string, pids: readonly number[]): void {
    const path = project.path(directory);
    mkdirSync(path, { recursive: true });
    const meta = metaOf({ path: 'src/a.js' });
    writeMeta(path, encodeMeta(meta));
    for (const pid of pids) {
      const counters = countersOf(meta, new Uint32Array(meta.probes).fill(pid));
      writeCounters(path, profileOf([counters], { pid }));
    }
  }

  describe('report', () => {
    it('writes files, and returns the text of reporters that the command prints', async () => {
      const result = await report({ ...here(), inputs: [COUNTS] });
      assert.deepEqual(readdirSync(project.path('coverage')), ['lcov.info']);
      assert.match(result.text, /^All files +\| +83\.33 \|/m);
      assert.match(result.text, / half\.js +\| +75 \|/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are the subject
      assert.doesNotMatch(result.text, /\x1b/);
      assert.deepEqual(result.report, {
        directory: project.path('coverage'),
        reporters: ['lcovonly', 'text'],
      });
      assert.deepEqual(result.total.lines, { covered: 4, total: 5, percent: 80 });
      assert.deepEqual([result.root, result.inputs], [project.root, [project.path(COUNTS)]]);
    });

    it('returns missed thresholds as data', async () => {
      const result = await report({ ...here(), inputs: [COUNTS], reporter: [], lines: 80, branches: 51 });
      assert.deepEqual(result.thresholds, [{ path: null, metric: 'branches', percentage: 50, required: 51 }]);
      assert.deepEqual([result.text, existsSync(project.path('coverage'))], ['', false]);
    });

    it('returns each warning, and passes it to onWarning at once', async () => {
      project.write('src/half.js', '// changed\n');
      const heard: string[] = [];
      const options = { inputs: [COUNTS], reporter: [], onWarning: (text: string) => heard.push(text) };
      const { warnings } = await report({ ...here(), ...options });
      assert.match(warnings.join('\n'), /^changed since they were measured: src\/half\.js\./);
      assert.deepEqual(heard, warnings);
    });

    it('reads the newest profile if no input is named, and names it', async () => {
      writeProfiles('coverage-data/first', [1]);
      const { inputs, warnings } = await report({ ...here(), reporter: [] });
      assert.deepEqual(inputs, [project.path('coverage-data/first')]);
      assert.doesNotMatch(warnings.join('\n'), /Reading/);
    });
  });

  describe('merge and readProfile', () => {
    beforeEach(() => {
      writeProfiles('one', [2, 1]);
      writeProfiles('two', [3]);
      writeProfiles(sessionDirectoryOf('one', 'Log in'), [1]);
    });

    it('read the processes, the coverage and the sessions of a profile directory', async () => {
      const profile = await readProfile('one', here());
      assert.deepEqual([profile.kind, profile.path], ['profile', project.path('one')]);
      assert.deepEqual(
        profile.processes.map(({ pid, argv }) => [pid, argv[0]]),
        [
          [1, 'node'],
          [2, 'node'],
        ],
      );
      const statements = libCoverage.createCoverageMap(profile.coverage).getCoverageSummary().statements;
      assert.equal(statements.total, 2);
      assert.equal(profile.total.statements.total, 2);
      assert.equal(profile.coverage[project.path('src/a.js')]?.s[0], 3);
      const path = project.path(sessionDirectoryOf('one', 'Log in'));
      assert.deepEqual(profile.sessions, [{ name: 'Log in', path }]);
      const session = await readProfile(path, here());
      assert.equal(session.coverage[project.path('src/a.js')]?.s[0], 1);
    });

    it('read a merged profile with its parts', async () => {
      const merged = await merge({ ...here(), inputs: ['one', 'two'], output: 'all' });
      assert.deepEqual(
        [merged.output, merged.profiles, merged.sessions],
        [project.path('all'), 3, ['Log in']],
      );
      const profile = await readProfile(merged.output, here());
      assert.equal(profile.coverage[project.path('src/a.js')]?.s[0], 6);
      assert.deepEqual(
        profile.processes.map(({ parts = [] }) => parts.length),
        [3],
      );
    });

    it('read Istanbul JSON, which names no processes', async () => {
      const { kind, processes, files, coverage } = await readProfile(COUNTS, here());
      assert.deepEqual([kind, processes], ['istanbul', []]);
      assert.deepEqual(
        files.map(({ path }) => path),
        ['src/full.js', 'src/half.js'],
      );
      assert.deepEqual(coverage[project.path('src/half.js')]?.s, project.map[project.path('src/half.js')]?.s);
    });

    it('refuse a damaged profile, or leave it out with force and a warning', async () => {
      writeFileSync(project.path(`one/${DAMAGED}`), 'corrupt');
      await assertRejected(readProfile('one', here()), 'INPUT_UNREADABLE', /Cannot read 1 file/);
      const { processes, warnings } = await readProfile('one', { ...here(), force: true });
      assert.equal(processes.length, 2);
      assert.match(warnings.join(), new RegExp(`Skipped .*${DAMAGED.replaceAll('.', '\\.')}`));
    });

    it('leave nothing when their signal is aborted', async () => {
      const reason = new Error('enough');
      const options = { ...here(), inputs: ['one'], output: 'all', signal: AbortSignal.abort(reason) };
      await assert.rejects(merge(options), reason);
      assert.equal(existsSync(project.path('all')), false);
    });
  });

  describe('diff', () => {
    beforeEach(() => {
      const repository = gitFolder(project.root);
      repository.git('init', '--quiet', '--initial-branch=main');
      repository.write({ 'src/full.js': 'let a = 1;\n', 'src/half.js': '\n' });
      repository.commit();
      repository.write(SOURCES);
    });

    it('returns the lines that were missed, and whether enough are covered', async () => {
      const options = { ...here(), inputs: [COUNTS], base: 'main' };
      const { files, threshold, repository } = await diff({ ...options, failUnder: 75 });
      assert.deepEqual(
        files.map(({ path, missed }) => [path, missed]),
        [
          ['src/full.js', []],
          ['src/half.js', [3]],
        ],
      );
      assert.deepEqual(threshold, { required: 75, state: 'reached', reason: null, files: [] });
      assert.equal(repository, project.root);
      assert.equal((await diff({ ...options, failUnder: 76 })).threshold?.state, 'missed');
      assert.equal((await diff(options)).threshold, null);
    });

    it('does not know whether enough lines are covered if a file has changed again', async () => {
      project.write('src/half.js', 'f(2);\n');
      const { threshold } = await diff({ ...here(), inputs: [COUNTS], base: 'main', failUnder: 1 });
      assert.equal(threshold?.state, 'unknown');
      assert.deepEqual(threshold.files, ['src/half.js']);
    });
  });

  const INVALID: readonly [what: string, call: () => Promise<unknown>, message: RegExp][] = [
    [
      'a single reporter instead of an array',
      () => report({ ...here(), reporter: 'html' as unknown as string[] }),
      /^Invalid option reporter "html": expected an array of strings\.$/,
    ],
    [
      'a threshold above 100',
      () => report({ ...here(), inputs: [COUNTS], lines: 101 }),
      /^Invalid lines "101": expected a percentage from 0 to 100/,
    ],
    [
      'a threshold that is text',
      () => diff({ ...here(), base: 'main', failUnder: '80' as unknown as number }),
      /^Invalid option failUnder "80": expected a number\.$/,
    ],
    [
      'a signal that is none',
      () => report({ ...here(), signal: {} as unknown as AbortSignal }),
      /^Invalid option signal: expected an AbortSignal\.$/,
    ],
    [
      'an environment with a number, whose other values it does not show',
      () => report({ ...here(), environment: { TOKEN: 'secret', PORT: 1 as unknown as string } }),
      /^Invalid option environment: expected an object with strings\.$/,
    ],
    [
      'missing options',
      () => merge(undefined as unknown as Parameters<typeof merge>[0]),
      /^Invalid options undefined: expected an object\.$/,
    ],
    ['an empty path', () => readProfile('', here()), /^Invalid path "": expected that of a profile\.$/],
    [
      'no inputs to merge',
      () => merge({ ...here(), inputs: [], output: 'all' }),
      /^Missing option inputs: expected one profile or more\.$/,
    ],
    [
      'no base to compare with',
      () => diff({ ...here(), inputs: [COUNTS] } as unknown as Parameters<typeof diff>[0]),
      /^Missing option base: expected a Git ref/,
    ],
  ];

  for (const [what, call, message] of INVALID)
    it(`refuses ${what}`, () => assertRejected(call(), 'SETTING_INVALID', message));

  it('reject with the reason of a signal that is aborted already, and write nothing', async () => {
    const reason = new Error('enough');
    const options = { ...here(), inputs: [COUNTS], signal: AbortSignal.abort(reason) };
    for (const promise of [report(options), diff({ ...options, base: 'main' }), readProfile(COUNTS, options)])
      await assert.rejects(promise, reason);
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('stop when their signal is aborted while they work', async () => {
    const reason = new Error('enough');
    const abortSoon = () => {
      const controller = new AbortController();
      setImmediate(() => controller.abort(reason));
      return { ...here(), inputs: [COUNTS], signal: controller.signal };
    };
    await assert.rejects(report(abortSoon()), reason);
    await assert.rejects(readProfile(COUNTS, abortSoon()), reason);
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('throws the errors of the commands', async () => {
    await assertRejected(readProfile('nowhere', here()), 'INPUT_NOT_FOUND', /Input not found/);
    await assertRejected(
      report({ ...here(), inputs: [COUNTS], reporter: ['nope'] }),
      'REPORTER_UNKNOWN',
      /nope/,
    );
  });
});

async function assertRejected(promise: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<void> {
  const error = await promise.then(
    () => assert.fail('it was not rejected'),
    (reason: unknown) => reason,
  );
  // tsx loads a dynamic import as a module of its own, so the class of the error is another one here.
  assert.deepEqual(
    [(error as CovermainError).code, (error as CovermainError).message.match(message)?.length],
    [code, 1],
  );
}
