/** Tests that a connection which breaks between an archive and its acknowledgement loses and doubles nothing. */
import assert from 'node:assert/strict';
import { useCollectionSuite } from '../support/kubernetes/collection-suite.js';
import { startCutProxy } from '../support/kubernetes/cut-proxy.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram } from '../support/kubernetes/measured-pods.js';

describeForKubectls('a connection to a pod', (kubectl) => {
  const suite = useCollectionSuite(kubectl);
  let measured: MeasuredProgram;

  beforeEach(async () => {
    measured = await suite.startProgram();
  });

  for (const path of ['/v1/cover/collect', '/v1/cover/collected'])
    for (const part of ['request', 'response'] as const)
      for (const times of [1, 2])
        it(`that breaks ${times} times during the ${part} of ${path} loses and doubles no count`, async () => {
          const cut = { path, part, times };
          const proxy = await startCutProxy(Object.values(measured.container.ports ?? {})[0] ?? 0, cut);
          addMeasuredPod(suite.cluster, 'a-1', measured);
          suite.cluster.updateContainer('a-1', 'app', { ports: { 7777: proxy.port } });
          await measured.serve(5);
          const { exitCode, row } = await suite.collector.collect('--reset');
          // If only the response is lost, the agent has started a new epoch: the second attempt has nothing to acknowledge.
          const isAcknowledged = path === '/v1/cover/collected' && part === 'response';
          assert.equal(exitCode, times === 1 || isAcknowledged ? 0 : 1, row('a-1').reasons.join());
          assert.equal(cut.times, isAcknowledged ? times - 1 : 0);
          await measured.serve(7);
          assert.equal((await suite.collector.collect('--reset')).exitCode, 0);
          assert.equal(suite.collector.served(), 12);
          await proxy.close();
        });
});
