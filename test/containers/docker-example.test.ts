/** Runs `examples/docker` with podman. An image of this machine's Node.js and npm replaces the base image. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionCountsIn } from '../support/containers/calls.js';
import { BUILD_IMAGE, importBuildImage } from '../support/containers/images.js';
import { execute, type Podman } from '../support/containers/podman.js';
import { podmanOrSkip } from '../support/containers/suite.js';
import { packWithDependencies } from '../support/containers/vendored-package.js';
import { REPOSITORY } from '../support/project.js';

describe('examples/docker', function () {
  this.timeout(600_000);
  let podman: Podman;
  let example: string;

  before(async function () {
    podman = await podmanOrSkip(this);
    await importBuildImage(podman);
    example = join(podman.directory, 'example');
    cpSync(join(REPOSITORY, 'examples/docker'), example, { recursive: true });
    // The users' package.json names a version in the registry.
    packWithDependencies(join(example, 'covermain.tgz'));
    const manifest = join(example, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('^0.1.0', 'file:covermain.tgz'));
  });

  it('builds, calls and stops the service, fetches both profiles and prints the percentage', async () => {
    const env = {
      ...process.env,
      ...podman.environment,
      CONTAINER_ENGINE: 'podman',
      NODE_IMAGE: BUILD_IMAGE,
    };
    const output = await execute('sh', ['test.sh'], { cwd: example, env });
    const [, percentage] = output.match(/^Covered statements: (\d+\.\d\d)%$/m) ?? [];
    assert.ok(Number(percentage) > 50 && Number(percentage) < 100, output);
    const [, profile = ''] = output.match(/npx covermain report (\S+)/) ?? [];
    const directory = join(example, profile);
    const text = readFileSync(join(directory, '../coverage.txt'), 'utf8');
    assert.match(text, /^mode: atomic\n/);
    assert.match(text, /^src\/prices\.js:10\.\d+,10\.\d+ 1 2$/m);
    const { quote, discounted, stop } = await functionCountsIn(directory);
    assert.deepEqual({ quote, discounted, stop }, { quote: 2, discounted: 1, stop: 1 });
    assert.equal((await podman.run(['ps', '--all', '--quiet'])).trim(), '', 'test.sh removes its container');
  });

  it('has nothing of covermain in the image for production', async () => {
    const args = ['--tag', 'quotes', '--build-arg', `NODE_IMAGE=${BUILD_IMAGE}`, example];
    await podman.run(['build', '--quiet', ...args]);
    const container = (await podman.run(['create', 'quotes'])).trim();
    const app = join(podman.directory, 'production');
    await podman.run(['cp', `${container}:/app`, app]);
    const files = readdirSync(app, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    assert.deepEqual(paths.map((path) => path.slice(app.length + 1)).sort(), [
      'package.json',
      'run.sh',
      'src/prices.js',
      'src/server.js',
    ]);
    for (const path of paths) assert.doesNotMatch(readFileSync(path, 'utf8'), /covermain/i, path);
    const [{ Config: config }] = JSON.parse(await podman.run(['inspect', container]));
    assert.doesNotMatch(JSON.stringify(config.Env), /cover/i);
  });

  it('refuses to build with an unknown mode', async () => {
    const args = ['--build-arg', `NODE_IMAGE=${BUILD_IMAGE}`, '--build-arg', 'ARG_MODE=coverge', example];
    await assert.rejects(podman.run(['build', '--quiet', ...args]), /Invalid ARG_MODE coverge/);
  });
});
