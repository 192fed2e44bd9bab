/** Tests `covermain collect kubernetes --watch`, and what is left of kubectl when a collection ends. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { useCollectionSuite } from '../support/kubernetes/collection-suite.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import type { Program } from '../support/program.js';

describeForKubectls('a collection that a signal ends', (kubectl) => {
  const suite = useCollectionSuite(kubectl);

  /** Returns the pids of the kubectls that use the suite.cluster. */
  const leftKubectls = (): readonly string[] =>
    readdirSync('/proc').filter((name) => {
      try {
        const [command = ''] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return (
          /kubectl[\d.]*$/.test(command) &&
          readFileSync(`/proc/${name}/environ`, 'utf8').includes(suite.cluster.kubeconfig)
        );
      } catch {
        return false; // no process, one that has ended, or one of another user
      }
    });

  /** Resolves after two more rounds have ended: the second one started after this call. */
  const nextRound = async (run: Program): Promise<void> => {
    const roundsOf = () => run.stderr().match(/Round \d+: /g)?.length ?? 0;
    const goal = roundsOf() + 2;
    await run.until(() => roundsOf() >= goal);
  };

  it('collects from pods that come and go while it watches', async () => {
    const first = await suite.addPod('a-1', 1);
    const run = suite.collector.start('--watch', '50ms', '--reset', '--force');
    await run.printed(/Round 1: collected from 1 of 1 target/);
    await first.serve(2);
    const second = await suite.addPod('a-2', 10);
    await nextRound(run);
    suite.cluster.removePod('a-1');
    await second.serve(20);
    await nextRound(run);
    await suite.addPod('a-3', 100);
    run.signalGroup('SIGINT');
    assert.equal(await run.exitCode, 0, run.output());
    assert.match(run.stdout(), /^a-1 .* vanished$/m);
    assert.match(run.stdout(), /^a-3 .* collected$/m);
    assert.equal(suite.collector.served(), 133);
    assert.deepEqual(leftKubectls(), []);
  });

  for (const resource of ['pods', 'pods/portforward', 'pods/exec'])
    it(`leaves no kubectl behind if Ctrl+C comes during a request for ${resource}`, async () => {
      await suite.addPod('a-1', 1);
      const hanging = new Promise<void>((resolve) => {
        suite.cluster.faults.push({ resource, hangs: true, before: () => resolve() });
      });
      const run = suite.collector.start('--port', resource === 'pods/exec' ? 'off' : '7777');
      await hanging;
      assert.notDeepEqual(leftKubectls(), []);
      run.signalGroup('SIGINT');
      assert.equal(await run.exitCode, 130, run.output());
      assert.deepEqual(leftKubectls(), []);
    });

  it('leaves no kubectl behind after a timeout', async () => {
    await suite.addPod('a-1', 1);
    suite.cluster.faults.push({ resource: 'pods/portforward', hangs: true });
    const { exitCode } = await suite.collector.collect('--timeout', '1s');
    assert.equal(exitCode, 1);
    assert.deepEqual(leftKubectls(), []);
  });
});
