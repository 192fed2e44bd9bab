/** `covermain doctor` explains missing or low coverage, in projects that are broken on purpose. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { assertFound, type Diagnosis, diagnose } from '../../support/doctor.js';
import { killLeftPrograms, start, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { startPushServer } from '../../support/push-server.js';

const APP = "require('./used.cjs').used();";

/** Kills measured processes at once, and makes others look like an old Node. */
const DISTURBS = `
  if (process.env.COVERMAIN_RUN) process.kill(process.pid, 'SIGKILL');
  const versions = { ...process.versions, node: '18.20.0' };
  Object.defineProperty(process, 'versions', { value: versions });`;

const CHECKS = [
  'node',
  'node-options',
  'settings',
  'configuration',
  'selection',
  'harness',
  'hooks',
  'parsing',
  'source-maps',
  'directories',
  'profiles',
  'loading',
  'losses',
  'versions',
];

describe('covermain doctor', () => {
  const projects: Project[] = [];

  after(() => {
    killLeftPrograms();
    for (const project of projects) project.remove();
  });

  function make(files: Readonly<Record<string, string>>): Project {
    const project = makeProject(files);
    projects.push(project);
    return project;
  }

  /** Runs a program of the project with `covermain run`. */
  async function measure(
    project: Project,
    args: readonly string[],
    directory = 'coverage-data/1',
  ): Promise<void> {
    const program = startCovermain(project, [
      'run',
      '--no-report',
      '--dir',
      directory,
      '--',
      'node',
      ...args,
    ]);
    await program.exitCode;
  }

  describe('in a project without defects', () => {
    let project: Project;
    let healthy: Diagnosis;

    before(async () => {
      project = make({
        'src/app.cjs': APP,
        'src/used.cjs': 'exports.used = function used() {};',
        'src/main.ts': 'export function main(): void {}',
      });
      await measure(project, ['src/app.cjs']);
      healthy = await diagnose(project, { COVER_TIMEOUT: '60s', MANUAL_INTEGRATION: '1' });
    });

    it('reports every check as ok and exits with 0', () => {
      const { exitCode, findings } = healthy;
      const others = findings.filter(({ state }) => state !== 'ok');
      assert.deepEqual(others, []);
      assert.deepEqual(
        findings.map(({ check }) => check),
        CHECKS,
      );
      assert.equal(exitCode, 0);
    });

    it('reports numbers and paths', () => {
      const found: readonly (readonly [check: string, found: RegExp])[] = [
        ['node', new RegExp(`^Node ${process.versions.node} is supported .* ES modules are instrumented`)],
        ['settings', /^All settings are valid: COVER_TIMEOUT, MANUAL_INTEGRATION\.$/],
        ['configuration', /^Read from \.nycrc\.$/],
        ['selection', /^3 files \(\.js .* in src\/\*\*\): src\/app\.cjs, src\/main\.ts, src\/used\.cjs\.$/],
        ['harness', /^MANUAL_INTEGRATION is set, so test mains run: test-manual\/main\.ts\.$/],
        ['hooks', /^The hooks count an ES module, a CommonJS program, TypeScript with tsx\.$/],
        ['parsing', /^3 selected files can be measured\.$/],
        ['profiles', /^coverage-data\/1: 1 profile of 1 run, 2 files, 2 of 2 statements executed\.$/],
        ['loading', /^2 files loaded and measured; 1 of 3 selected files never loaded\.$/],
      ];
      for (const [check, pattern] of found) assertFound(healthy, check, 'ok', pattern);
    });

    it('prints one line per finding without --json', async () => {
      const program = startCovermain(project, ['doctor']);
      assert.equal(await program.exitCode, 0, program.output());
      const lines = program.stdout().trimEnd().split('\n');
      assert.equal(lines.length, CHECKS.length + 1);
      assert.match(lines[0] ?? '', /^ok {2}node {11}Node /);
      assert.equal(lines.at(-1), '0 problems, 0 warnings');
      assert.equal(program.stderr(), '');
    });

    it('tests the hooks of COVER_ENGINE=nyc', async () => {
      const { findings } = await diagnose(project, { COVER_ENGINE: 'nyc' });
      assertFound({ findings }, 'hooks', 'ok', /^The hooks count .* TypeScript with tsx\.$/);
    });

    it('pushes no profile of the programs that test the hooks', async () => {
      const server = await startPushServer();
      try {
        const { findings } = await diagnose(project, { COVER_PUSH: `${server.origin}/` });
        assertFound({ findings }, 'hooks', 'ok', /^The hooks count /);
        assert.equal(server.received.length, 0);
      } finally {
        await server.close();
      }
    });

    it('prints the kind and the data of each finding with --json', () => {
      const selected = healthy.findings.find(({ check }) => check === 'selection');
      const keys = ['check', 'state', 'found', 'remedy', 'kind', 'files', 'extensions', 'include'];
      assert.deepEqual(Object.keys(selected ?? {}), keys);
    });

    it('exits with 2 if a named profile does not exist', async () => {
      const program = startCovermain(project, ['doctor', 'no-such-folder']);
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), /Input not found: \S+no-such-folder\. Expected a profile directory/);
    });
  });

  describe('in an environment that disturbs measuring', () => {
    let found: Diagnosis;

    before(async () => {
      const project = make({
        'disturbs.cjs': DISTURBS,
        'src/main.ts': 'export function main(): void {}',
        '.covermain': 'a file',
        'node_modules/.cache': 'a file',
        'node_modules/dependency/node_modules/covermain/package.json': '{"version": "0.0.1"}',
      });
      found = await diagnose(project, {
        NODE_OPTIONS: '--require ./disturbs.cjs --import covermain/auto',
        COVER_TIMEOUT: 'soon',
        COVER_FLUSH: '1ms',
        COVER_TIMOUT: '60s',
        COVER_DIR: 'package.json/data',
      });
    });

    it('exits with 1', () => {
      assert.equal(found.exitCode, 1);
    });

    it('reports a Node that is too old', () => {
      assertFound(
        found,
        'node',
        'problem',
        /^Node 18\.20\.0 is too old: covermain needs 20\.19 or newer\.$/,
        /^Install Node 20\.19/,
      );
    });

    it('reports covermain/auto without its condition and after another preload', () => {
      assertFound(
        found,
        'node-options',
        'problem',
        /without the condition "covermain"/,
        /--conditions=covermain/,
      );
      assertFound(
        found,
        'node-options',
        'warning',
        /^--require \.\/disturbs\.cjs runs before covermain\/auto/,
      );
    });

    it('reports every invalid setting and a misspelt one', () => {
      assertFound(
        found,
        'settings',
        'problem',
        /^Invalid COVER_TIMEOUT "soon"\.$/,
        /^Set COVER_TIMEOUT to a duration/,
      );
      assertFound(found, 'settings', 'problem', /^Invalid COVER_FLUSH "1ms"\.$/);
      assertFound(
        found,
        'settings',
        'warning',
        /^COVER_TIMOUT is not a setting/,
        /^Did you mean COVER_TIMEOUT\?$/,
      );
    });

    it('reports hooks that do not count, and that NODE_OPTIONS is the cause', () => {
      for (const language of ['an ES module', 'a CommonJS program', 'TypeScript with tsx']) {
        const pattern = new RegExp(`^The hooks did not count ${language}: SIGKILL killed the program`);
        assertFound(
          found,
          'hooks',
          'problem',
          pattern,
          /^It is counted without NODE_OPTIONS=".*disturbs.*"\./,
        );
      }
    });

    it('reports directories that are not writable', () => {
      assertFound(
        found,
        'directories',
        'problem',
        /^The profile directory .*package\.json\/data is not writable \(ENOTDIR/,
        /COVER_DIR/,
      );
      assertFound(
        found,
        'directories',
        'warning',
        /^The directory of private sockets .*\.covermain is not writable/,
      );
      assertFound(found, 'directories', 'warning', /^The cache .*\.cache\/covermain is not writable/);
    });

    it('reports another version of covermain', () => {
      assertFound(
        found,
        'versions',
        'warning',
        /but node_modules\/dependency\/.*covermain is covermain 0\.0\.1\.$/,
      );
    });

    it('reports that nothing has been measured and that test mains stay pending', () => {
      assertFound(found, 'profiles', 'warning', /^Nothing has been measured yet\.$/, /covermain run/);
      assertFound(found, 'harness', 'warning', /^MANUAL_INTEGRATION is not set, .*: test-manual\/main\.ts\./);
    });
  });

  describe('with a profile that is incomplete', () => {
    let project: Project;
    let found: Diagnosis;

    before(async () => {
      project = make({
        '.nycrc': '{"include": ["src/**"], "exclude": ["src/later.cjs", "src/secret.js"]}',
        'src/app.cjs': `${APP} require('./later.cjs'); require('./torn.cjs'); require('../dist/lost.cjs');`,
        'src/used.cjs': 'exports.used = function used() {};',
        'src/later.cjs': 'exports.later = 1;',
        'src/torn.cjs': 'exports.torn = 1;\n//# sourceMappingURL=torn.cjs.map\n',
        'src/torn.cjs.map': 'no JSON',
        'src/lost.ts': 'export const lost = 1;',
        'dist/lost.cjs': 'exports.lost = 1;',
        'src/twice.cjs': 'exports.twice = function twice() {};',
        'src/killed.cjs': "require('./used.cjs'); process.kill(process.pid, 'SIGKILL');",
      });
      await measure(project, ['src/app.cjs']);
      await measure(project, ['src/killed.cjs']);
      await measure(project, ['src/twice.cjs']);
      writeFileSync(project.path('src/twice.cjs'), 'exports.other = function other() {};');
      await measure(project, ['src/twice.cjs']);
      const options = ['--conditions=covermain', '--require', './src/used.cjs', '--import', 'covermain/auto'];
      const env = { COVER_DIR: 'coverage-data/1', COVERAGE_HTTP_PORT: '0' };
      await start(project, process.execPath, [...options, 'src/app.cjs'], { env }).exitCode;
      // Change the configuration and a source, and damage a file of the profile.
      writeFileSync(project.path('.nycrc'), '{"include": ["src/**", "lib/**"], "reporters": ["text"]}');
      writeFileSync(project.path('.nycrc.json'), '{}');
      writeFileSync(project.path('src/broken.ts'), 'export function broken( {');
      appendFileSync(project.path('src/app.cjs'), '// changed');
      writeFileSync(project.path('coverage-data/1/covcounters.run.1.2026-01-01T00-00-00-000Z'), 'damaged');
      found = await diagnose(project);
    });

    it('exits with 1', () => {
      assert.equal(found.exitCode, 1);
    });

    it('reports a second configuration and a misspelt key', () => {
      assertFound(found, 'configuration', 'warning', /^\.nycrc\.json is ignored, because \.nycrc exists\.$/);
      assertFound(
        found,
        'configuration',
        'warning',
        /does not know the configuration key "reporters"/,
        /mean "reporter"\?/,
      );
    });

    it('reports patterns that select nothing', () => {
      assertFound(found, 'selection', 'warning', /^The "include" pattern lib\/\*\* selects no file\.$/);
    });

    it('reports files that cannot be parsed, which files with an invalid map are not', () => {
      assertFound(
        found,
        'parsing',
        'problem',
        /^src\/broken\.ts cannot be measured because it cannot be parsed: .*\(1:/,
      );
      assert.doesNotMatch(JSON.stringify(found), /torn\.cjs (cannot be|is not) measured/);
    });

    it('reports compiled code without a map, and that it was executed', () => {
      assertFound(
        found,
        'source-maps',
        'problem',
        /^src\/torn\.cjs: its source map torn\.cjs\.map is not valid JSON\. .* executed\.$/,
      );
      assertFound(
        found,
        'source-maps',
        'problem',
        /^dist\/lost\.cjs: no source map, .* same name .* executed\.$/,
      );
    });

    it('reports a file of the profile that cannot be read', () => {
      const damaged =
        /^coverage-data\/1\/covcounters\.run\.1\.\S+ cannot be read, so its counts are missing: ./;
      assertFound(found, 'profiles', 'problem', damaged, /Copy it again/);
      assertFound(found, 'profiles', 'ok', /^coverage-data\/1: \d profiles of 5 runs/);
    });

    it('reports files that were loaded unmeasured, with another configuration or before the hooks', () => {
      assertFound(
        found,
        'loading',
        'warning',
        /^Loaded but not measured: src\/later\.cjs\./,
        /Measure again/,
      );
      assertFound(
        found,
        'loading',
        'warning',
        /^src\/used\.cjs is not measured because .* before covermain's hooks$/,
        /hooks before the module/,
      );
    });

    it('reports processes that were killed', () => {
      assertFound(found, 'losses', 'warning', /^process \d+ \(.*\) was killed before it wrote/, /SIGTERM/);
    });

    it('reports versions of a file whose counts cannot be added, and changed sources', () => {
      assertFound(
        found,
        'versions',
        'warning',
        /^Several versions of src\/twice\.cjs were measured\./,
        /COVER_DIR/,
      );
      assertFound(found, 'versions', 'warning', /^Changed since they were measured: src\/app\.cjs\.$/);
    });

    it('examines the profiles that are named on the command line', async () => {
      await measure(project, ['src/used.cjs'], 'other');
      const { findings } = await diagnose(project, {}, ['other']);
      assertFound({ findings }, 'profiles', 'ok', /^other: 1 profile of 1 run, 1 file/);
      assertFound({ findings }, 'losses', 'ok', /^Every measured process/);
    });
  });

  it('runs the other checks if the configuration cannot be read', async () => {
    const project = make({ '.nycrc': '{ include', 'src/main.ts': '' });
    const found = await diagnose(project);
    assert.equal(found.exitCode, 1);
    assertFound(
      found,
      'configuration',
      'problem',
      /Cannot read the nyc configuration of .*: /,
      /^Fix the file\./,
    );
    assertFound(found, 'selection', 'warning', /^This check could not run: ./);
    assertFound(found, 'node', 'ok', /^Node/);
  });

  it('reports that no file is selected and that a run has measured none', async () => {
    const project = make({ '.nycrc': '{"include": ["lib/**"]}', 'src/app.cjs': 'exports.app = 1;' });
    await measure(project, ['src/app.cjs']);
    const found = await diagnose(project);
    assert.equal(found.exitCode, 1);
    assertFound(
      found,
      'selection',
      'problem',
      /"include" is lib\/\*\*, but the project has src\/app\.cjs/,
      /relative to/,
    );
    assertFound(
      found,
      'profiles',
      'problem',
      /^coverage-data\/1 contains no profile, although 1 run wrote there\.$/,
    );
    assertFound(
      found,
      'loading',
      'problem',
      /^no file that ran was measured\. .* were loaded: src\/app\.cjs/,
    );
  });

  it('reports an option that blocks the parser, and its effect on every file', async () => {
    const project = make({ 'src/a.cjs': '', 'src/b.cjs': '' });
    const found = await diagnose(project, { NODE_OPTIONS: '--no-addons' });
    assertFound(found, 'node-options', 'problem', /^--no-addons blocks the parser/);
    assertFound(found, 'hooks', 'problem', /did not count .*: no file can be parsed: .*native/);
    assertFound(found, 'parsing', 'problem', /^src\/a\.cjs, src\/b\.cjs cannot be measured because .*native/);
  });
});
