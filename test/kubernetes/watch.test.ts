/** Tests `covermain collect kubernetes --watch`, and what is left of kubectl when a collection ends. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { type Collector, createCollector } from '../support/kubernetes/collections.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram, startMeasured } from '../support/kubernetes/measured-pods.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

describeForKubectls('a collection that a signal ends', (kubectl) => {
  let cluster: FakeCluster;
  let project: Project;
  let collector: Collector;
  let measured: MeasuredProgram[];

  beforeEach(async () => {
    measured = [];
    cluster = await startCluster();
    project = makeProject({});
    collector = createCollector(kubectl, () => cluster, project);
  });
  afterEach(async () => {
    await Promise.all(measured.map((program) => program.remove()));
    await cluster.close();
    project.remove();
  });
  after(killLeftPrograms);

  const addPod = async (name: string, requests: number): Promise<MeasuredProgram> => {
    const program = await startMeasured();
    measured.push(program);
    await program.serve(requests);
    addMeasuredPod(cluster, name, program);
    return program;
  };

  /** Returns the pids of the kubectls that use the cluster. */
  const leftKubectls = (): readonly string[] =>
    readdirSync('/proc').filter((name) => {
      try {
        const [command = ''] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return (
          /kubectl[\d.]*$/.test(command) &&
          readFileSync(`/proc/${name}/environ`, 'utf8').includes(cluster.kubeconfig)
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
    const first = await addPod('a-1', 1);
    const run = collector.start('--watch', '50ms', '--reset', '--force');
    await run.printed(/Round 1: collected from 1 of 1 target/);
    await first.serve(2);
    const second = await addPod('a-2', 10);
    await nextRound(run);
    cluster.removePod('a-1');
    await second.serve(20);
    await nextRound(run);
    await addPod('a-3', 100);
    run.signalGroup('SIGINT');
    assert.equal(await run.exitCode, 0, run.output());
    assert.match(run.stdout(), /^a-1 .* vanished$/m);
    assert.match(run.stdout(), /^a-3 .* collected$/m);
    assert.equal(collector.served(), 133);
    assert.deepEqual(leftKubectls(), []);
  });

  for (const resource of ['pods', 'pods/portforward', 'pods/exec'])
    it(`leaves no kubectl behind if Ctrl+C comes during a request for ${resource}`, async () => {
      await addPod('a-1', 1);
      const hanging = new Promise<void>((resolve) => {
        cluster.faults.push({ resource, hangs: true, before: () => resolve() });
      });
      const run = collector.start('--port', resource === 'pods/exec' ? 'off' : '7777');
      await hanging;
      assert.notDeepEqual(leftKubectls(), []);
      run.signalGroup('SIGINT');
      assert.equal(await run.exitCode, 130, run.output());
      assert.deepEqual(leftKubectls(), []);
    });

  it('leaves no kubectl behind after a timeout', async () => {
    await addPod('a-1', 1);
    cluster.faults.push({ resource: 'pods/portforward', hangs: true });
    const { exitCode } = await collector.collect('--timeout', '1s');
    assert.equal(exitCode, 1);
    assert.deepEqual(leftKubectls(), []);
  });
});
