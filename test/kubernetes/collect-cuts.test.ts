/** Connections that are cut while `covermain collect kubernetes` uses them: no hit is lost or counted twice. */
import assert from 'node:assert/strict';
import { useCollectionSuite } from '../support/kubernetes/collection-suite.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import type { MeasuredProgram } from '../support/kubernetes/measured-pods.js';

/** A cut of the connection with this index, after this number of bytes. */
type Cut = readonly [connection: number, bytes: number];

/** Cuts of the one port-forward: within the upgrade, the status, the archive, and the acknowledgement. */
const PORT_FORWARD_CUTS: readonly Cut[] = [150, 500, 900, 1_400, 2_000, 2_600].map((bytes) => [0, bytes]);

/** Cuts of the exec requests for the status, the archive and the acknowledgement. */
const EXEC_CUTS: readonly Cut[] = [0, 1, 2].flatMap((connection) => [
  [connection, 250],
  [connection, 700],
]);

describeForKubectls('collecting through connections that are cut', (kubectl) => {
  const suite = useCollectionSuite(kubectl);
  let measured: MeasuredProgram;

  beforeEach(async () => {
    measured = await suite.addPod('a-1');
  });

  /** Serves a request and collects with `--reset` once for each cut. */
  async function collectWithCuts(
    resource: string,
    direction: 'dropAfter' | 'dropAfterReceived',
    cuts: readonly Cut[],
  ): Promise<void> {
    const args = resource === 'pods/exec' ? ['--port', 'off'] : [];
    for (const [index, [connection, bytes]] of cuts.entries()) {
      await measured.serve(1);
      let requests = 0;
      suite.cluster.faults.push({ resource, [direction]: bytes, matches: () => requests++ === connection });
      const { exitCode, stderr } = await suite.collector.collect('--reset', ...args);
      const what = `connection ${connection} after ${bytes} bytes: ${stderr}`;
      assert.equal(exitCode, 0, what);
      assert.equal(suite.collector.served(), index + 1, what);
      assert.ok(requests > connection, what);
      suite.cluster.faults.length = 0;
    }
  }

  for (const [what, resource, cuts] of [
    ['a port-forward', 'pods/portforward', PORT_FORWARD_CUTS],
    ['an exec', 'pods/exec', EXEC_CUTS],
  ] as const) {
    it(`counts each hit once if the output of ${what} is cut`, async function () {
      this.timeout(180_000);
      await collectWithCuts(resource, 'dropAfter', cuts);
    });

    it(`counts each hit once if the input of ${what} is cut`, async function () {
      this.timeout(180_000);
      await collectWithCuts(resource, 'dropAfterReceived', cuts);
    });
  }

  it('fails if every exec is cut, and keeps the hits for the next collection', async () => {
    await measured.serve(3);
    suite.cluster.faults.push({ resource: 'pods/exec', dropAfter: 700 });
    const { exitCode, row } = await suite.collector.collect('--reset', '--port', 'off');
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'failed');
    assert.match(row('a-1').reasons.join(), /`kubectl exec`/);
    suite.cluster.faults.length = 0;
    const second = await suite.collector.collect('--reset', '--port', 'off');
    assert.equal(second.exitCode, 0, second.stderr);
    assert.equal(suite.collector.served(), 3);
  });
});
