/** Images that need no registry: they consist of this machine's Node.js and its libraries. They contain no users. */
import { execFileSync } from 'node:child_process';
import { cpSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../project.js';
import { copyProgram, createNodeRoot } from './image-files.js';
import { execute, type Podman } from './podman.js';
import { installPackedInto } from './vendored-package.js';

/** Image with node, without a shell. */
export const NODE_IMAGE = 'localhost/covermain-test/node:latest';

/** Image with node, npm and a shell. */
export const BUILD_IMAGE = 'localhost/covermain-test/node-build:latest';

/** Programs of the image for builds, beside node and npm. */
const BUILD_PROGRAMS = ['cp', 'env', 'mkdir', 'mv', 'sh'] as const;

/** Imports the image without a shell, as distroless images are. */
export async function importNodeImage(podman: Podman): Promise<void> {
  const root = join(podman.directory, 'node-image');
  createNodeRoot(root);
  await importRoot(podman, root, NODE_IMAGE, ['ENV PATH=/usr/bin', 'ENTRYPOINT ["node"]']);
}

/** Imports the image for builds: it replaces the official one, which cannot be downloaded. */
export async function importBuildImage(podman: Podman): Promise<void> {
  const root = join(podman.directory, 'build-image');
  createNodeRoot(root);
  for (const name of BUILD_PROGRAMS) copyProgram(pathOf(name), root, `/usr/bin/${name}`);
  const npm = dirname(dirname(realpathSync(pathOf('npm'))));
  cpSync(npm, join(root, 'usr/lib/npm'), { recursive: true });
  symlinkSync('../lib/npm/bin/npm-cli.js', join(root, 'usr/bin/npm'));
  symlinkSync('usr/bin', join(root, 'bin'));
  // The build must not need a registry.
  await importRoot(podman, root, BUILD_IMAGE, ['ENV PATH=/usr/bin', 'ENV npm_config_offline=true']);
}

function pathOf(program: string): string {
  return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
}

/** Makes an image of a directory. @param changes instructions of a Dockerfile */
async function importRoot(
  podman: Podman,
  root: string,
  image: string,
  changes: readonly string[],
): Promise<void> {
  const archive = `${root}.tar`;
  await execute(
    'tar',
    ['--create', '--file', archive, '--directory', root, '--owner=0', '--group=0', '.'],
    {},
  );
  const options = changes.flatMap((change) => ['--change', change]);
  await podman.run(['import', '--quiet', ...options, archive, image]);
}

/** Image of `examples/docker` with the packed covermain in `/app/node_modules`, on the image without a shell. */
export const QUOTES_IMAGE = 'localhost/covermain-test/quotes:coverage';

let quotesImage: Promise<unknown> | undefined;

/** Builds the image with the first call. */
export async function buildQuotesImage(podman: Podman): Promise<void> {
  quotesImage ??= buildQuotes(podman);
  await quotesImage;
}

async function buildQuotes(podman: Podman): Promise<void> {
  const context = join(podman.directory, 'coverage-image');
  cpSync(join(REPOSITORY, 'examples/docker'), join(context, 'app'), { recursive: true });
  installPackedInto(join(context, 'app'));
  const containerfile = join(context, 'Containerfile');
  writeFileSync(containerfile, `FROM ${NODE_IMAGE}\nWORKDIR /app\nCOPY app /app\nUSER 65532:65532\n`);
  await podman.run(['build', '--quiet', '--tag', QUOTES_IMAGE, '--file', containerfile, context]);
}
