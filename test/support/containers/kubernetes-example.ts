/** The coverage image of `examples/kubernetes`, and its overlay. No registry is needed. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { copyContext, replayDockerfile } from '../dockerfile.js';
import { REPOSITORY } from '../project.js';
import { NODE_IMAGE } from './images.js';
import { execute, type Podman } from './podman.js';
import type { Deployment } from './replicas.js';
import { installPackedInto } from './vendored-package.js';

const EXAMPLE = join(REPOSITORY, 'examples/kubernetes');

/** Builds the stage `coverage` of the example's Dockerfile on the image of this machine's Node.js. */
export async function buildExampleImage(podman: Podman, image: string): Promise<void> {
  const [context, stages] = ['context', 'stages'].map((name) => join(podman.directory, 'kubernetes', name));
  if (context === undefined || stages === undefined) return;
  for (const directory of [context, stages]) mkdirSync(directory, { recursive: true });
  copyContext(EXAMPLE, context);
  const text = readFileSync(join(EXAMPLE, 'Dockerfile'), 'utf8');
  const stage = replayDockerfile(text, { context, directory: stages, run: runOffline }).get('coverage');
  if (stage === undefined) throw new Error('there is no stage coverage');
  const containerfile = join(podman.directory, 'kubernetes/Containerfile');
  const variables = Object.entries(stage.env).map(([name, value]) => `ENV ${name}="${value}"`);
  const lines = [
    `FROM ${NODE_IMAGE}`,
    ...variables,
    `WORKDIR ${stage.workdir}`,
    `COPY .${stage.workdir} ${stage.workdir}`,
    `USER ${stage.user}`,
    `CMD ${JSON.stringify(stage.command)}`,
  ];
  writeFileSync(containerfile, `${lines.join('\n')}\n`);
  await podman.run(['build', '--quiet', '--tag', image, '--file', containerfile, stage.root]);
}

/** Does what the commands of the Dockerfile do, with the packages of the repository. */
function runOffline(directory: string, command: string): void {
  if (command.startsWith('npm install')) {
    // The packages of the service are among those of covermain.
    installPackedInto(directory);
    const types = 'node_modules/@types/node';
    cpSync(join(REPOSITORY, types), join(directory, types), { recursive: true });
  } else if (command === 'npm run build') {
    const tsc = join(REPOSITORY, 'node_modules/typescript-js/bin/tsc');
    execFileSync(process.execPath, [tsc, '--project', directory], { stdio: 'inherit' });
  } else if (!command.startsWith('npm prune')) throw new Error(`unknown command ${command}`);
}

/** Renders an overlay with kubectl and returns its Deployment. */
export async function renderOverlay(overlay: string): Promise<Deployment> {
  const text = await execute('kubectl', ['kustomize', join(EXAMPLE, 'k8s/overlays', overlay)], {});
  const deployment = loadAll(text).find((one) => Object(one).kind === 'Deployment');
  if (deployment === undefined) throw new Error(`the overlay ${overlay} has no Deployment`);
  return deployment as Deployment;
}
