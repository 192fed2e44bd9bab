/** The package as users have it: packed, installed in a project elsewhere, run from dist/. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, SERVER } from '../support/apps.js';
import { killLeftPrograms, start } from '../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../support/project.js';

describe('the packed package', function () {
  this.timeout(180_000);
  let project: Project;
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-pack-'));
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    const tarball = execFileSync('npm', pack, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
    project = makeProject({ 'src/main.ts': SERVER });
    rmSync(project.path('node_modules'), { recursive: true });
    const install = [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--silent',
      join(folder, tarball),
    ];
    execFileSync('npm', install, { cwd: project.root, stdio: 'inherit' });
  });

  after(() => {
    killLeftPrograms();
    project.remove();
    rmSync(folder, { recursive: true });
  });

  it('runs an app and reports', async () => {
    const program = start(project, 'npm', ['run', 'cover:manual'], { env: { MANUAL_INTEGRATION: '1' } });
    const [, port] = await program.printed(/listening on (\d+)/);
    await program.printed(/the app is ready/);
    await ask(port, '/hit');
    program.signalGroup('SIGINT');
    await program.exitCode;
    assert.match(program.output(), /main\.ts +\|/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('has types that a strict project can use', () => {
    const config = {
      compilerOptions: { strict: true, module: 'nodenext', noEmit: true, skipLibCheck: false, types: [] },
      files: ['use.ts'],
    };
    writeFileSync(project.path('tsconfig.json'), JSON.stringify(config));
    writeFileSync(
      project.path('use.ts'),
      `import 'covermain/auto';
       import { CovermainError, dump, Dumper, endSession, reset, startSession } from 'covermain';
       import type { Counts, Dump, Session } from 'covermain';
       import type { DiffDocument, DoctorDocument, FilesDocument, ListDocument, MergeDocument } from 'covermain';
       import { openWindow, testMain, type WindowEnd } from 'covermain/harness';
       testMain(() => import('./other.js'), { title: 'other', timeout: 1000 });
       const end: WindowEnd = await openWindow(() => 1, { stop: AbortSignal.timeout(1) });
       console.log(end.by, new CovermainError('CLOSE_FAILED', 'x').code);
       const dumps: readonly (Dump | undefined)[] = [await dump(), await reset(), await endSession('one')];
       const session: Session | undefined = await startSession('one');
       const counts: readonly (Counts | undefined)[] = dumps.map((one) => one?.counts);
       const dumper = new Dumper();
       dumper.watchForFileAndDumpCoverage('./now');
       dumper.close();
       const documents: [DiffDocument?, DoctorDocument?, FilesDocument?, ListDocument?, MergeDocument?] = [];
       console.log(documents[0]?.lines.percent, documents[1]?.[0]?.state, documents[2]?.total.lines.percent);
       console.log(documents[3]?.[0]?.pid, documents[4]?.profiles);
       console.log(session?.start, counts.map((one) => one?.total), (await dumper.dump())?.path);`,
    );
    writeFileSync(project.path('other.ts'), 'export function main(): void {}');
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    const types = join(REPOSITORY, 'node_modules/@types');
    execFileSync(process.execPath, [tsc, '--typeRoots', types, '--types', 'node'], {
      cwd: project.root,
      stdio: 'inherit',
    });
  });
});
