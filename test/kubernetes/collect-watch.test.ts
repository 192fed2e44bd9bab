/** `covermain collect kubernetes --watch`, and Ctrl+C. */
import assert from 'node:assert/strict';
import { useCollectionSuite } from '../support/kubernetes/collection-suite.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import type { Program } from '../support/program.js';

describeForKubectls('watching a cluster', (kubectl) => {
  const suite = useCollectionSuite(kubectl);

  /** Waits for the end of a round that has started after this call. */
  async function awaitNextRound(watch: Program): Promise<void> {
    const rounds = () => watch.stderr().match(/: Round /g)?.length ?? 0;
    const before = rounds();
    await watch.until(() => rounds() >= before + 2);
  }

  it('keeps the counts of pods that come and go, until Ctrl+C', async () => {
    await suite.addPod('a-1', 1);
    const watch = suite.collector.start('--watch', '50ms', '--reset');
    await watch.printed(/Round 1: collected from 1 of 1 target/);
    const second = await suite.addPod('a-2', 10);
    await awaitNextRound(watch);
    suite.cluster.removePod('a-1');
    await awaitNextRound(watch);
    await second.serve(100);
    await suite.addPod('a-3', 1_000);
    watch.signalGroup('SIGINT');
    assert.equal(await watch.exitCode, 1, watch.output());
    assert.match(watch.stderr(), /a-1\/app: vanished/);
    assert.equal(suite.collector.served(), 1_111);
  });

  it('goes on when the pods cannot be listed for some time', async () => {
    const program = await suite.addPod('a-1', 5);
    const watch = suite.collector.start('--watch', '50ms');
    await watch.printed(/Round 1:/);
    suite.cluster.faults.push({ resource: 'pods', verb: 'list', status: 500 });
    await watch.printed(/cannot be listed: .*fault 500/);
    suite.cluster.faults.length = 0;
    await program.serve(2);
    await awaitNextRound(watch);
    watch.signalGroup('SIGINT');
    assert.equal(await watch.exitCode, 0, watch.output());
    assert.equal(suite.collector.served(), 7);
  });

  it('keeps what has arrived when a second Ctrl+C ends a round with a pod that hangs', async () => {
    await suite.addPod('a-1', 3);
    const watch = suite.collector.start('--watch', '50ms', '--timeout', '10m');
    await watch.printed(/Round 1:/);
    const hanging = new Promise<void>((resolve) => {
      suite.cluster.faults.push({ resource: 'pods/portforward', hangs: true, before: () => resolve() });
    });
    await hanging;
    watch.signalGroup('SIGINT');
    await watch.printed(/Press Ctrl\+C again/);
    // A second signal that follows at once belongs to the same key press.
    const repeated = setInterval(() => watch.signalGroup('SIGINT'), 100);
    const exitCode = await watch.exitCode;
    clearInterval(repeated);
    assert.equal(exitCode, 130, watch.output());
    assert.equal(suite.collector.served(), 3);
  });
});
