/** Tests the package as users get it: packed, then installed in a project outside the repository. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { parseSync } from 'oxc-parser';
import { ask, SERVER } from '../../support/apps.js';
import { installPacked, packRepository } from '../../support/packed-package.js';
import { killLeftPrograms, start, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../../support/project.js';

describe('the packed package', function () {
  this.timeout(180_000);
  let project: Project;
  /** Files of the package, as relative paths with `/`. */
  let published: readonly string[];

  before(function () {
    published = packRepository().files;
    project = makeProject({ 'src/main.ts': SERVER });
    installPacked(project.root, [], this);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  it('measures an app and prints its report', async () => {
    const program = start(project, 'npm', ['run', 'cover:manual'], { env: { MANUAL_INTEGRATION: '1' } });
    const [, port] = await program.printed(/listening on (\d+)/);
    await program.printed(/the app is ready/);
    await ask(port, '/hit');
    program.signalGroup('SIGINT');
    await program.exitCode;
    assert.match(program.output(), /main\.ts +\|/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('measures packages that covermain uses, too, only when the app loads them', async () => {
    const include = OWN_PACKAGES.map((name) => `node_modules/${name}/**`);
    const config = { excludeNodeModules: false, include, reporter: ['json'] };
    writeFileSync(project.path('.nycrc'), JSON.stringify(config));
    writeFileSync(project.path('src/lone.cjs'), "console.log(require('balanced-match').balanced.name);");
    const command = ['run', '--', process.execPath, 'src/lone.cjs'];
    const program = startCovermain(project, command, { env: { COVER_CACHE: 'off' } });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /^balanced$/m);
    assert.doesNotMatch(program.output(), /not measured/);
    const report = JSON.parse(readFileSync(project.path('coverage/coverage-final.json'), 'utf8'));
    const files = Object.values(report as Record<string, FileCoverageData>);
    const ran = files.filter(({ s }) => Object.values(s).some((count) => count > 0));
    const paths = (list: typeof files) => list.map(({ path }) => path.split('/node_modules/').pop());
    assert.deepEqual(paths(ran), ['balanced-match/src/index.ts']);
    assert.ok(paths(files).includes('test-exclude/index.js'));
    assert.ok(!paths(files).some((path) => path?.startsWith('covermain/')));
    rmSync(project.path('.nycrc'));
  });

  it('contains every file that its files import by a relative path', () => {
    const missing = published
      .filter((file) => /\.c?js$|\.d\.c?ts$/.test(file))
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(
        ({ file, target }) => !published.includes(/\.d\.c?ts$/.test(file) ? declarationOf(target) : target),
      );
    assert.deepEqual(missing, []);
  });

  it('does not contain notes, tests or TypeScript sources', () => {
    const unwanted = /^docs\/notes\/|^(src|test|build)\/|(?<!\.d)\.c?ts$|\.tsbuildinfo$/;
    assert.deepEqual(
      published.filter((file) => unwanted.test(file)),
      [],
    );
    assert.ok(published.includes('docs/errors.md'));
  });

  it('contains the snippets of covermain inject, which the installed command inserts', async () => {
    for (const name of ['trigger-file', 'signal'])
      assert.ok(published.includes(`dist/src/inject/snippets/${name}.js`), name);
    writeFileSync(project.path('injected.mjs'), 'export function main() {}\n');
    const program = startCovermain(project, ['inject', '--snippet', 'trigger-file', 'injected.mjs']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(readFileSync(project.path('injected.mjs'), 'utf8'), /watchForFileAndDumpCoverage/);
  });

  it('contains source maps only for files that refer to one, so none for bundles', () => {
    const maps = published
      .filter((file) => file.endsWith('.map'))
      .map((file) => file.slice(0, -'.map'.length));
    assert.deepEqual(
      maps.filter(
        (file) => !readFileSync(join(REPOSITORY, file), 'utf8').includes('\n//# sourceMappingURL='),
      ),
      [],
    );
    assert.ok(!maps.includes('dist/src/hooks/hooks-thread.js'));
  });

  it('does not contain separate files for code that is in the bundles', () => {
    const bundledOnly = [
      'agent/open-agent',
      'agent/http/routes',
      'hooks/install-hooks',
      'hooks/require-hook',
      'runtime/index',
    ];
    for (const name of bundledOnly) {
      assert.ok(
        existsSync(join(REPOSITORY, 'build/src', `${name}.js`)),
        `${name} was renamed: update this test`,
      );
      assert.ok(!published.includes(`dist/src/${name}.js`), name);
    }
  });

  it('has types that compile in a strict project without @types/node', async () => {
    const config = {
      compilerOptions: { strict: true, module: 'nodenext', noEmit: true, skipLibCheck: false, types: [] },
      files: ['use.ts', 'use.cts', 'third.ts', 'covermain.config.mts', 'covermain.config.cts'],
    };
    writeFileSync(project.path('tsconfig.json'), JSON.stringify(config));
    writeFileSync(
      project.path('use.ts'),
      `import 'covermain/auto';
       import { CovermainError, dump, Dumper, endSession, reset, startSession } from 'covermain';
       import type { Counts, Dump, Session } from 'covermain';
       import type { DiffDocument, DoctorDocument, FilesDocument, ListDocument, MergeDocument } from 'covermain';
       import { openWindow, testMain, type WindowEnd } from 'covermain/harness';
       import * as api from 'covermain/api';
       const reported: api.ReportResult = await api.report({ reporter: ['text'], lines: 80, onWarning: (text) => text.length });
       const merged: api.MergeDocument = await api.merge({ inputs: ['a', 'b'], output: 'all', signal: AbortSignal.timeout(1) });
       const changes: api.DiffDocument = await api.diff({ base: 'main', failUnder: 80 });
       const profile: api.Profile = await api.readProfile(merged.output, { cwd: '..' });
       const hits: number[] = Object.values(profile.coverage).flatMap(({ s }) => Object.values(s));
       const starts: string[] = profile.processes.map((one: api.ProcessHeader) => one.start);
       console.log(reported.text, changes.threshold?.state, hits, starts, profile.sessions[0]?.name);
       testMain(() => import('./other.js'), { title: 'other', timeout: 1000 });
       const end: WindowEnd = await openWindow(() => 1, { stop: AbortSignal.timeout(1) });
       console.log(end.by, new CovermainError('CLOSE_FAILED', 'x').code);
       const dumps: readonly (Dump | undefined)[] = [await dump(), await reset(), await endSession('one')];
       const session: Session | undefined = await startSession('one');
       const counts: readonly (Counts | undefined)[] = dumps.map((one) => one?.counts);
       const dumper = new Dumper();
       dumper.watchForFileAndDumpCoverage('./now');
       dumper.watchForSignalAndDumpCoverage('SIGUSR2');
       dumper.close();
       const documents: [DiffDocument?, DoctorDocument?, FilesDocument?, ListDocument?, MergeDocument?] = [];
       console.log(documents[0]?.lines.percent, documents[1]?.[0]?.state, documents[2]?.total.lines.percent);
       console.log(documents[3]?.[0]?.pid, documents[4]?.profiles);
       console.log(session?.start, counts.map((one) => one?.total), (await dumper.dump())?.path);`,
    );
    const integration = `
      import { executeWithCoverage, forceWrite, type ProgramResult, runWithIntegrationCoverage } from 'covermain/integration';
      export async function test(): Promise<ProgramResult> {
        return runWithIntegrationCoverage('test', async ({ profile }) => {
          const program = executeWithCoverage('node', ['app.js'], { timeout: '5s', reject: false });
          const [, port] = await program.waitForOutput(/port (\\d+)/);
          for (const { pid, reason } of await forceWrite()) console.log(pid, reason, port, profile);
          await program.waitForOutput('ready', { timeout: '1s' });
          program.stdin?.end('typed');
          await using other = executeWithCoverage('sh');
          other.kill('SIGTERM');
          const printed: string = (await other).stdout;
          const ignored: undefined = (await executeWithCoverage('node', [], { stdout: 'ignore' })).stdout;
          console.log(printed, ignored);
          return (await program.catch(() => undefined)) ?? program.stop();
        });
      }`;
    writeFileSync(project.path('use.cts'), integration);
    for (const name of ['covermain.config.mts', 'covermain.config.cts'])
      writeFileSync(
        project.path(name),
        `import { defineConfig, type CovermainConfig } from 'covermain/config';
         const shared: CovermainConfig = { grace: 500 };
         // @ts-expect-error a misspelt key
         defineConfig({ timout: '60s' });
         // @ts-expect-error no engine
         defineConfig({ engine: 'other' });
         export default defineConfig(async () => ({ ...shared, engine: 'probe' as const, timeout: undefined }));`,
      );
    writeFileSync(project.path('other.ts'), 'export function main(): void {}');
    writeFileSync(project.path('third.ts'), 'export const main = () => 1;');
    for (const [snippet, file] of [
      ['signal', 'other.ts'],
      ['trigger-file', 'third.ts'],
    ] as const) {
      const program = startCovermain(project, ['inject', '--snippet', snippet, file]);
      assert.equal(await program.exitCode, 0, program.output());
    }
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    assert.ok(!existsSync(project.path('node_modules/@types/node')));
    execFileSync(process.execPath, [tsc], { cwd: project.root, stdio: 'inherit' });
  });
});

/** covermain itself and packages that it loads when it measures. */
const OWN_PACKAGES = [
  'covermain',
  'balanced-match',
  'brace-expansion',
  'minimatch',
  'oxc-parser',
  'test-exclude',
  'istanbul-lib-instrument',
];

/** Returns the relative paths that a published file imports or exports from, resolved from the package's root. */
function importsOf(file: string): readonly string[] {
  const { module } = parseSync(file, readFileSync(join(REPOSITORY, file), 'utf8'));
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map((entry) => entry.moduleRequest?.value ?? ''),
    ),
  ];
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier));
}

function declarationOf(path: string): string {
  return path.replace(/\.(c?)js$/, '.d.$1ts');
}
