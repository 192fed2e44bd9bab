/** The images of examples/kubernetes, whose Dockerfile is replayed in directories: what is in them, and how they run. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readAllFiles, runCommand } from '../support/adopted-project.js';
import { onceServing } from '../support/containers/calls.js';
import { copyContext, replayDockerfile, type Stage } from '../support/dockerfile.js';
import { packRepository } from '../support/packed-package.js';
import { freePort } from '../support/ports.js';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { makeScratchProject, type Project, REPOSITORY } from '../support/project.js';
import { installOrSkip } from '../support/registry.js';

const EXAMPLE = join(REPOSITORY, 'examples/kubernetes');

/** The user of the images, if this process may become that user. */
const USER = process.getuid?.() === 0 ? ['setpriv', '--reuid=65532', '--regid=65532', '--clear-groups'] : [];

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('the images of the Kubernetes example', function () {
  this.timeout(300_000);
  let scratch: Project;
  let stages: ReadonlyMap<string, Stage>;

  before(function () {
    scratch = makeScratchProject({ 'context/.keep': '', 'stages/.keep': '' });
    // The user of the images passes through these directories.
    for (const path of ['', '..', 'stages']) chmodSync(scratch.path(path), 0o755);
    copyContext(EXAMPLE, scratch.path('context'));
    useTarball(scratch.path('context/package.json'));
    stages = replayDockerfile(readFileSync(join(EXAMPLE, 'Dockerfile'), 'utf8'), {
      context: scratch.path('context'),
      directory: scratch.path('stages'),
      buildArgs: { COVER_COMMIT: COMMIT },
      run: (directory, command) => installOrSkip(this, directory, 'sh', ['-ec', command]),
    });
  });

  afterEach(killLeftPrograms);
  after(() => scratch.remove());

  function stageOf(name: string): Stage {
    const stage = stages.get(name);
    assert.ok(stage, `there is no stage ${name}`);
    return stage;
  }

  /** Starts the command of an image as its user, with volumes at /coverage and /tmp that everybody can write. */
  async function startImage(name: string, env: Readonly<Record<string, string>> = {}): Promise<Service> {
    const stage = stageOf(name);
    const volumes = scratch.path(`volumes-${name}`);
    for (const volume of ['coverage', 'tmp']) {
      mkdirSync(join(volumes, volume), { recursive: true });
      chmodSync(join(volumes, volume), 0o777);
    }
    chmodSync(volumes, 0o755);
    const inVolumes = Object.entries(stage.env).map(([key, value]) => [
      key,
      value.replace(/^\/(coverage|tmp)\b/, `${volumes}/$1`),
    ]);
    const command = [...USER, process.execPath, ...stage.command.filter((word) => word !== 'node')];
    const [first = '', ...others] = command;
    const program = start(scratch, first, others, {
      cwd: join(stage.root, stage.workdir),
      env: { PORT: '0', ...Object.fromEntries(inVolumes), ...env },
    });
    const [, url = ''] = await program.printed(/listening on (http:\S+)/);
    return { program, url, profiles: join(volumes, 'coverage/profiles') };
  }

  it('run as a user with a number, which is not root', () => {
    for (const name of ['production', 'coverage', 'coverage-tar'])
      assert.equal(stageOf(name).user, '65532:65532');
  });

  it('are distroless for production and coverage, whose stages run no command', () => {
    for (const name of ['production', 'coverage']) {
      const { from, commands } = stageOf(name);
      assert.equal(from, 'gcr.io/distroless/nodejs20-debian12:nonroot');
      assert.deepEqual(commands, []);
    }
  });

  it('have no trace of covermain in production', () => {
    const { root, env, command } = stageOf('production');
    assert.ok(existsSync(join(root, 'app/node_modules/hono/package.json')));
    assert.deepEqual([tracesIn(root), env, command], [[], { NODE_ENV: 'production' }, ['dist/main.js']]);
    assert.ok(tracesIn(stageOf('coverage').root).includes('app/package.json'));
  });

  it('have the same dist in production and coverage', () => {
    const [production, coverage] = ['production', 'coverage'].map((name) =>
      readAllFiles(join(stageOf(name).root, 'app/dist')),
    );
    assert.deepEqual(coverage, production);
  });

  it('serve requests in production until SIGTERM', async () => {
    const { program, url } = await startImage('production');
    assert.equal(await (await fetch(`${url}/price/tea?count=3`)).text(), '{"cents":875}');
    program.signalGroup('SIGTERM');
    assert.equal(await program.exitCode, 0);
    assert.match(program.output(), /^listening on \S+\n$/);
  });

  for (const name of ['coverage', 'coverage-tar']) {
    it(`write the profile to the volume in ${name}, on request and after SIGTERM`, async () => {
      const port = await freePort();
      const { program, url, profiles } = await startImage(name, { COVERAGE_HTTP_PORT: String(port) });
      await fetch(`${url}/price/tea?count=3`);
      // The agent starts while the service does.
      await onceServing(`http://127.0.0.1:${port}/v1/cover/status`);
      const live = await (await fetch(`http://127.0.0.1:${port}/v1/cover/profile`)).text();
      assert.match(live, /^src\/prices\.ts:14\.\S+ 1 1$/m);
      await fetch(`${url}/price/coffee`);
      program.signalGroup('SIGTERM');
      assert.equal(await program.exitCode, 0);
      assert.match(program.output(), /^listening on \S+\n$/);
      const report = runCommand(`${stageOf(name).root}/app`, ['npx', 'covermain', 'textfmt', profiles]);
      assert.match(report, /^src\/prices\.ts:13\.\S+ 1 1$/m);
    });
  }
});

interface Service {
  readonly program: Program;
  readonly url: string;
  /** Absolute path of the profile directory. */
  readonly profiles: string;
}

/** Returns the relative paths of the files and directories whose name or content contains the word covermain. */
function tracesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => {
    const isFile = lstatSync(join(root, path)).isFile();
    return /covermain/i.test(path) || (isFile && /covermain/i.test(readFileSync(join(root, path), 'latin1')));
  });
}

/** Makes a package.json depend on the packed package instead of the published one. */
function useTarball(path: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.devDependencies.covermain = `file:${packRepository().tarball}`;
  writeFileSync(path, JSON.stringify(manifest));
}
