/** Connections that are cut while `covermain collect kubernetes` uses them: no hit is lost or counted twice. */
import assert from 'node:assert/strict';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { type Collector, createCollector } from '../support/kubernetes/collections.js';
import type { Fault } from '../support/kubernetes/faults.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram, startMeasured } from '../support/kubernetes/measured-pods.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Bytes of a connection: within the upgrade, the headers of streams, the first response, the archive, the last response. */
const OFFSETS = [1, 150, 300, 500, 700, 900, 1_200, 1_600, 2_000, 2_500, 3_000, 4_000];

describeForKubectls('collecting through connections that are cut', (kubectl) => {
  let cluster: FakeCluster;
  let project: Project;
  let collector: Collector;
  let measured: MeasuredProgram;

  beforeEach(async () => {
    cluster = await startCluster();
    project = makeProject({});
    collector = createCollector(kubectl, () => cluster, project);
    measured = await startMeasured();
    addMeasuredPod(cluster, 'a-1', measured);
  });
  afterEach(async () => {
    await measured.remove();
    await cluster.close();
    project.remove();
  });
  after(killLeftPrograms);

  /** Collects with `--reset` once for each offset, and then without faults. */
  async function collectWithCuts(args: readonly string[], faultAt: (offset: number) => Fault): Promise<void> {
    let served = 0;
    for (const offset of OFFSETS) {
      await measured.serve(1);
      served += 1;
      cluster.faults.push({ ...faultAt(offset), times: 1 });
      const { exitCode, stderr } = await collector.collect('--reset', ...args);
      assert.equal(exitCode, 0, `after ${offset} bytes: ${stderr}`);
      assert.equal(collector.served(), served, `after ${offset} bytes`);
      cluster.faults.length = 0;
    }
  }

  for (const [subresource, args] of [
    ['pods/portforward', []],
    ['pods/exec', ['--port', 'off']],
  ] as const) {
    it(`counts each hit once if the answers on ${subresource} are cut`, async function () {
      this.timeout(120_000);
      await collectWithCuts(args, (dropAfter) => ({ resource: subresource, dropAfter }));
    });

    it(`counts each hit once if the requests on ${subresource} are cut`, async function () {
      this.timeout(120_000);
      await collectWithCuts(args, (dropAfterReceived) => ({ resource: subresource, dropAfterReceived }));
    });
  }

  it('fails if every exec is cut, and keeps the hits for the next collection', async () => {
    await measured.serve(3);
    cluster.faults.push({ resource: 'pods/exec', dropAfter: 700 });
    const { exitCode, row } = await collector.collect('--reset', '--port', 'off');
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'failed');
    assert.match(row('a-1').reasons.join(), /`kubectl exec`/);
    cluster.faults.length = 0;
    const second = await collector.collect('--reset', '--port', 'off');
    assert.equal(second.exitCode, 0, second.stderr);
    assert.equal(collector.served(), 3);
  });
});
