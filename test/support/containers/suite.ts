/** Starts podman for the suites of container tests, or marks their tests as pending where it cannot run. */
import { messageOf } from '../../../src/platform/errors.js';
import { importNodeImage, NODE_IMAGE } from './images.js';
import { createPodman, type Podman } from './podman.js';

/** The running podman, or why there is none. One for all suites. */
let started: Promise<Podman | string> | undefined;

/**
 * Returns podman with the image of Node.js. Where it cannot run, marks the tests of the suite as pending and prints why. The
 * first call prints which of both happens: `.ci/run` searches for that line.
 */
export async function podmanOrSkip(suite: Mocha.Context): Promise<Podman> {
  started ??= start();
  const podman = await started;
  if (typeof podman === 'string') return suite.skip();
  return podman;
}

// After all suites, also if tests failed.
after('remove containers, volumes and images', async function () {
  this.timeout(600_000);
  const podman = await started;
  if (typeof podman === 'object') await podman.remove();
});

async function start(): Promise<Podman | string> {
  const reasons: string[] = [];
  for (const driver of ['overlay', 'vfs'] as const) {
    const podman = createPodman(driver);
    try {
      const version = (await podman.run(['--version'])).trim();
      await importNodeImage(podman);
      await requireContainers(podman);
      console.log(`Container tests: run by ${version} with runc and the storage driver ${driver}.`);
      return podman;
    } catch (error) {
      reasons.push(`${driver}: ${messageOf(error)}`);
      await podman.remove();
    }
  }
  const reason = reasons.join('; ').replace(/\s+/g, ' ');
  console.log(`Container tests: skipped, because podman cannot run containers here: ${reason}`);
  return reason;
}

/** Runs a container with a network, as the tests need it. @throws Error with the reason if it cannot run */
async function requireContainers(podman: Podman): Promise<void> {
  await podman.run(['network', 'create', 'covermain-test']);
  const options = [
    '--rm',
    '--network',
    'covermain-test',
    '--read-only',
    '--user',
    '65532',
    '--cap-drop',
    'all',
  ];
  const output = await podman.run(['run', ...options, NODE_IMAGE, '-p', 'process.pid']);
  if (output.trim() !== '1') throw new Error(`node has the pid ${output.trim()} in a container`);
}
