/** `covermain doctor` tells why coverage is empty, or lower than was thought: projects that are broken on purpose. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { assertFound, type Diagnosis, diagnose } from '../support/doctor.js';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const APP = "require('./used.cjs').used();";

/** In processes that are measured it ends them at once, and to others it is another Node. */
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

  /** Measures a program of the project. */
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

  describe('in a project where all is well', () => {
    let project: Project;
    let well: Diagnosis;

    before(async () => {
      project = make({
        'src/app.cjs': APP,
        'src/used.cjs': 'exports.used = function used() {};',
        'src/main.ts': 'export function main(): void {}',
      });
      await measure(project, ['src/app.cjs']);
      well = await diagnose(project, { COVER_TIMEOUT: '60s', MANUAL_INTEGRATION: '1' });
    });

    it('finds every check well, and gives 0', () => {
      const { exitCode, findings } = well;
      const others = findings.filter(({ state }) => state !== 'ok');
      assert.deepEqual(others, []);
      assert.deepEqual(
        findings.map(({ check }) => check),
        CHECKS,
      );
      assert.equal(exitCode, 0);
    });

    it('says with numbers and paths what it found', () => {
      const found: readonly (readonly [check: string, found: RegExp])[] = [
        ['node', new RegExp(`Node ${process.versions.node}, of >=20\\.19; .* by module\\.register`)],
        ['settings', /^COVER_TIMEOUT, MANUAL_INTEGRATION: understood$/],
        ['configuration', /^\.nycrc$/],
        ['selection', /^3 files \(\.js .* of src\/\*\*\): src\/app\.cjs, src\/main\.ts, src\/used\.cjs$/],
        ['harness', /^test-manual\/main\.ts; MANUAL_INTEGRATION lets them run$/],
        ['hooks', /^in place: counts of an ES module, a CommonJS program, TypeScript by tsx arrived$/],
        ['parsing', /^3 selected files can be measured$/],
        ['profiles', /^coverage-data\/1: 1 profile of 1 run, 2 files, 2 of 2 statements ran$/],
        ['loading', /^2 files loaded and measured; of 3 selected files 1 never loaded$/],
      ];
      for (const [check, pattern] of found) assertFound(well, check, 'ok', pattern);
    });

    it('prints a line for each finding', async () => {
      const program = startCovermain(project, ['doctor']);
      assert.equal(await program.exitCode, 0, program.output());
      const lines = program.stdout().trimEnd().split('\n');
      assert.equal(lines.length, CHECKS.length + 1);
      assert.match(lines[0] ?? '', /^ok {2}node {11}Node /);
      assert.equal(lines.at(-1), '0 problems, 0 warnings');
      assert.equal(program.stderr(), '');
    });

    it('looks at the engine that is set', async () => {
      const { findings } = await diagnose(project, { COVER_ENGINE: 'nyc' });
      assertFound({ findings }, 'hooks', 'ok', /^in place: .* TypeScript by tsx arrived$/);
    });

    it('refuses a profile that is not there with 2', async () => {
      const program = startCovermain(project, ['doctor', 'no-such-folder']);
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), /Input not found: \S+no-such-folder\. Expected a profile directory/);
    });
  });

  describe('in an environment that disturbs', () => {
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

    it('gives 1', () => {
      assert.equal(found.exitCode, 1);
    });

    it('finds a Node that is too old', () => {
      assertFound(
        found,
        'node',
        'problem',
        /^this is Node 18\.20\.0, and covermain needs >=20\.19$/,
        /install a newer/,
      );
    });

    it('finds covermain/auto without its condition, and behind another preload', () => {
      assertFound(
        found,
        'node-options',
        'problem',
        /without the condition covermain/,
        /--conditions=covermain/,
      );
      assertFound(
        found,
        'node-options',
        'warning',
        /^--require \.\/disturbs\.cjs comes before covermain\/auto/,
      );
    });

    it('finds every setting that is refused, and one that is misspelt', () => {
      assertFound(
        found,
        'settings',
        'problem',
        /^COVER_TIMEOUT="soon" is not accepted$/,
        /^set it to a duration/,
      );
      assertFound(found, 'settings', 'problem', /^COVER_FLUSH="1ms" is not accepted$/);
      assertFound(
        found,
        'settings',
        'warning',
        /^COVER_TIMOUT is no setting/,
        /^did you mean COVER_TIMEOUT\?$/,
      );
    });

    it('finds hooks whose counts do not arrive, and what they arrive without', () => {
      for (const language of ['an ES module', 'a CommonJS program', 'TypeScript by tsx']) {
        const pattern = new RegExp(`^${language} was run .* no count arrived: it was ended by SIGKILL`);
        assertFound(found, 'hooks', 'problem', pattern, /^without NODE_OPTIONS=".*disturbs.*" it is counted/);
      }
    });

    it('finds what cannot be written', () => {
      assertFound(
        found,
        'directories',
        'problem',
        /package\.json\/data cannot be written \(ENOTDIR/,
        /COVER_DIR/,
      );
      assertFound(
        found,
        'directories',
        'warning',
        /^the folder of private sockets .*\.covermain cannot be written/,
      );
      assertFound(found, 'directories', 'warning', /^the cache .*\.cache\/covermain cannot be written/);
    });

    it('finds another version of covermain', () => {
      assertFound(found, 'versions', 'warning', /and node_modules\/dependency\/.*covermain is 0\.0\.1$/);
    });

    it('finds that nothing was measured, and that test mains stay pending', () => {
      assertFound(found, 'profiles', 'warning', /^nothing was measured yet$/, /covermain run/);
      assertFound(found, 'harness', 'warning', /^test-manual\/main\.ts; without MANUAL_INTEGRATION/);
    });
  });

  describe('where a profile is wrong', () => {
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
      // The configuration and a source change, and a file is damaged.
      writeFileSync(project.path('.nycrc'), '{"include": ["src/**", "lib/**"], "reporters": ["text"]}');
      writeFileSync(project.path('.nycrc.json'), '{}');
      writeFileSync(project.path('src/broken.ts'), 'export function broken( {');
      appendFileSync(project.path('src/app.cjs'), '// changed');
      writeFileSync(project.path('coverage-data/1/covcounters.run.1.2026-01-01T00-00-00-000Z'), 'damaged');
      found = await diagnose(project);
    });

    it('gives 1', () => {
      assert.equal(found.exitCode, 1);
    });

    it('finds a second configuration, and a key that is misspelt', () => {
      assertFound(found, 'configuration', 'warning', /^\.nycrc\.json is not read, since \.nycrc is there$/);
      assertFound(
        found,
        'configuration',
        'warning',
        /a key reporters, which nyc does not know/,
        /mean reporter\?/,
      );
    });

    it('finds patterns that select nothing', () => {
      assertFound(found, 'selection', 'warning', /^include has lib\/\*\*, which selects no file$/);
    });

    it('finds files that cannot be parsed, and maps that cannot be read', () => {
      assertFound(
        found,
        'parsing',
        'problem',
        /^src\/broken\.ts cannot be measured, since it cannot be parsed: .*\(1:/,
      );
      assertFound(
        found,
        'parsing',
        'problem',
        /^src\/torn\.cjs cannot be measured, since it or its source map/,
      );
    });

    it('finds compiled code without a map, and whether it ran', () => {
      assertFound(
        found,
        'source-maps',
        'problem',
        /^src\/torn\.cjs: its source map torn\.cjs\.map is no JSON, and/,
      );
      assertFound(
        found,
        'source-maps',
        'problem',
        /^dist\/lost\.cjs: no source map, .* of its name, and it ran$/,
      );
    });

    it('finds what cannot be read', () => {
      const damaged =
        /^coverage-data\/1\/covcounters\.run\.1\.\S+ is in no sum: Corrupt profile covcounters\.run\.1\.\S+: /;
      assertFound(found, 'profiles', 'problem', damaged, /copy it again/);
      assertFound(found, 'profiles', 'ok', /^coverage-data\/1: \d profiles of 5 runs/);
    });

    it('finds what was loaded unmeasured, by another configuration or before the hooks', () => {
      assertFound(found, 'loading', 'warning', /^src\/later\.cjs: loaded unmeasured/, /measure again/);
      assertFound(
        found,
        'loading',
        'warning',
        /^src\/used\.cjs was loaded and .* before the hooks$/,
        /in front/,
      );
      assertFound(
        found,
        'loading',
        'warning',
        /^src\/torn\.cjs was loaded and not measured, since it or its source map/,
      );
    });

    it('finds processes that were killed', () => {
      assertFound(found, 'losses', 'warning', /^process \d+ was killed before it wrote/, /SIGTERM/);
    });

    it('finds versions of a file whose counts cannot be added, and sources that have changed', () => {
      assertFound(
        found,
        'versions',
        'warning',
        /^Several versions of src\/twice\.cjs were measured\./,
        /COVER_DIR/,
      );
      assertFound(found, 'versions', 'warning', /^changed since measured: src\/app\.cjs$/);
    });

    it('looks at the profiles that are named instead', async () => {
      await measure(project, ['src/used.cjs'], 'other');
      const { findings } = await diagnose(project, {}, ['other']);
      assertFound({ findings }, 'profiles', 'ok', /^other: 1 profile of 1 run, 1 file/);
      assertFound({ findings }, 'losses', 'ok', /every process/);
    });
  });

  it('goes on without a configuration that cannot be read', async () => {
    const project = make({ '.nycrc': '{ include', 'src/main.ts': '' });
    const found = await diagnose(project);
    assert.equal(found.exitCode, 1);
    assertFound(
      found,
      'configuration',
      'problem',
      /the nyc configuration of .* cannot be read/,
      /mend the file/,
    );
    assertFound(found, 'selection', 'warning', /^could not be looked at: the nyc configuration/);
    assertFound(found, 'node', 'ok', /^Node/);
  });

  it('finds that no file is selected, and a run that measured none', async () => {
    const project = make({ '.nycrc': '{"include": ["lib/**"]}', 'src/app.cjs': 'exports.app = 1;' });
    await measure(project, ['src/app.cjs']);
    const found = await diagnose(project);
    assert.equal(found.exitCode, 1);
    assertFound(
      found,
      'selection',
      'problem',
      /include is lib\/\*\*, and there are src\/app\.cjs/,
      /relative to/,
    );
    assertFound(
      found,
      'profiles',
      'problem',
      /^coverage-data\/1 holds no profile, though 1 run wrote there$/,
    );
    assertFound(found, 'loading', 'problem', /^no file that ran was measured: of the project, src\/app\.cjs/);
  });

  it('finds options by which no file can be measured, and what the hooks tell of it', async () => {
    const project = make({ 'src/a.cjs': '', 'src/b.cjs': '' });
    const found = await diagnose(project, { NODE_OPTIONS: '--no-addons' });
    assertFound(found, 'node-options', 'problem', /^--no-addons keeps the parser from being loaded/);
    assertFound(found, 'hooks', 'problem', /no count arrived: it or its source map cannot be read: .*native/);
    assertFound(found, 'parsing', 'problem', /^src\/a\.cjs, src\/b\.cjs cannot be measured, since .*native/);
  });
});
