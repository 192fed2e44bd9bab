/** Runs `covermain receive` in a container. */
import { onceServing, TOKEN } from './calls.js';
import type { Podman } from './podman.js';
import { inspectReplica } from './replicas.js';

export interface Center {
  /** URL that the pods can reach. */
  readonly url: string;
  /** Absolute path on the host of the profile directory. */
  readonly directory: string;
}

/** Starts the center. @param image has covermain in `/app/node_modules` */
export async function startCenter(podman: Podman, image: string): Promise<Center> {
  const options = [
    '--name',
    'center',
    '--network',
    'covermain-test',
    '--read-only',
    '--env',
    `COVER_TOKEN=${TOKEN}`,
  ];
  const volume = ['--volume', 'center:/data'];
  const command = [
    'node_modules/covermain/bin/covermain.js',
    'receive',
    '--host',
    '0.0.0.0',
    '--dir',
    '/data/received',
  ];
  await podman.run(['run', '--detach', ...options, ...volume, image, ...command]);
  const { agent, volumes } = await inspectReplica(podman, 'center');
  await onceServing(`${agent}/v1/cover/list`, { authorization: `Bearer ${TOKEN}` });
  return { url: agent, directory: `${volumes['/data']}/received` };
}
