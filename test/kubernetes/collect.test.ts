/** Tests `covermain collect kubernetes` with the real kubectl and real agents. */
import assert from 'node:assert/strict';
import { useCollectionSuite } from '../support/kubernetes/collection-suite.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram } from '../support/kubernetes/measured-pods.js';

describeForKubectls('covermain collect kubernetes', (kubectl) => {
  const suite = useCollectionSuite(kubectl);

  /** Starts a program for each number, which serves this number of requests, as the pods a-1, a-2 and so on. */
  const startReplicas = async (...requests: readonly number[]): Promise<readonly MeasuredProgram[]> => {
    const programs = await Promise.all(requests.map(() => suite.startProgram()));
    await Promise.all(programs.map((program, index) => program.serve(requests[index] ?? 0)));
    programs.forEach((program, index) => {
      addMeasuredPod(suite.cluster, `a-${index + 1}`, program);
    });
    return programs;
  };
  const subresources = () => new Set(suite.cluster.requests.map(({ subresource }) => subresource));

  it('adds up the counts of all replicas', async () => {
    await startReplicas(1, 20, 300);
    const { exitCode, document, stderr } = await suite.collector.collect();
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      document.targets.map(({ target, result, files }) => [target, result, files]),
      [1, 2, 3].map((number) => [`default/a-${number}/app`, 'collected', 1]),
    );
    assert.equal(suite.collector.served(), 321);
    assert.ok(!subresources().has('exec'));
  });

  it('prints a table, and names the pods that it skips', async () => {
    const [program] = await startReplicas(1);
    assert.ok(program);
    addMeasuredPod(suite.cluster, 'b-1', program, { isBeingDeleted: true });
    const run = suite.collector.start();
    assert.equal(await run.exitCode, 0, run.output());
    assert.match(
      run.stdout(),
      /^POD +CONTAINER +RESTARTS +FILES +BYTES +TIME +RESULT\na-1 +app +- +1 +.* collected\n$/,
    );
    assert.match(run.stderr(), /Skipped b-1: it is being deleted/);
  });

  it('counts nothing twice when it collects again, with or without resets', async () => {
    const [program] = await startReplicas(5);
    assert.ok(program);
    for (const args of [[], ['--reset'], [], ['--reset'], ['--reset']]) {
      const { exitCode, stderr } = await suite.collector.collect(...args);
      assert.equal(exitCode, 0, stderr);
      await program.serve(2);
    }
    await suite.collector.collect();
    assert.equal(suite.collector.served(), 15);
  });

  it('loses and doubles no request that the pods serve during resets', async () => {
    const programs = await startReplicas(0, 0);
    let isDone = false;
    let served = 0;
    const load = programs.map(async (program) => {
      while (!isDone) {
        await program.serve(1);
        served += 1;
      }
    });
    for (let round = 0; round < 4; round += 1) {
      const { exitCode, stderr } = await suite.collector.collect('--reset');
      assert.equal(exitCode, 0, stderr);
    }
    isDone = true;
    await Promise.all(load);
    await suite.collector.collect('--reset');
    assert.ok(served > 100, `${served}`);
    assert.equal(suite.collector.served(), served);
  });

  it('collects through exec with --port off, with exact resets', async () => {
    const [program] = await startReplicas(3);
    assert.ok(program);
    for (const more of [4, 5]) {
      const { exitCode, stderr } = await suite.collector.collect('--port', 'off', '--reset');
      assert.equal(exitCode, 0, stderr);
      await program.serve(more);
    }
    await suite.collector.collect('--port', 'off');
    assert.equal(suite.collector.served(), 12);
    assert.ok(!subresources().has('portforward'));
  });

  it('fails for a container without Node and port, and keeps what arrived from others', async () => {
    await startReplicas(1, 10);
    suite.cluster.updateContainer('a-1', 'app', { ports: {}, programs: {} });
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'failed');
    assert.match(row('a-1').reasons.join(), /no program node/);
    assert.equal(suite.collector.served(), 10);
    assert.equal((await suite.collector.collect('--force')).exitCode, 0);
  });

  it('skips the containers of a pod that have no agent, if another one has', async () => {
    const program = await suite.startProgram();
    await program.serve(7);
    const { env, ...container } = program.container;
    suite.cluster.addPod({
      name: 'a-1',
      labels: { app: 'x' },
      containers: [
        { name: 'proxy', programs: {} },
        { name: 'app', ...container },
      ],
    });
    const { exitCode, document, stderr } = await suite.collector.collect();
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      document.targets.map(({ target }) => target),
      ['default/a-1/app'],
    );
    assert.deepEqual(document.skipped, [{ pod: 'a-1', container: 'proxy', reason: 'it has no agent' }]);
    assert.equal(suite.collector.served(), 7);
  });

  it('collects from all measured containers of a pod', async () => {
    const programs = [await suite.startProgram(), await suite.startProgram({ port: 7778 })];
    await Promise.all(programs.map((program, index) => program.serve(index + 1)));
    suite.cluster.addPod({
      name: 'a-1',
      labels: { app: 'x' },
      containers: programs.map(({ container }, index) => ({ name: `app-${index}`, ...container })),
    });
    assert.equal((await suite.collector.collect()).exitCode, 0);
    assert.equal(suite.collector.served(), 3);
    assert.ok(!subresources().has('exec'));
  });

  it('reports a pod that vanishes while it is collected from', async () => {
    await startReplicas(1, 10);
    suite.cluster.faults.push({
      resource: 'pods/portforward',
      name: 'a-1',
      times: 1,
      before: () => suite.cluster.removePod('a-1'),
    });
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'vanished');
    assert.equal(row('a-2').result, 'collected');
  });

  it('reports a pod that has vanished since the last collection, and keeps its counts', async () => {
    const [first] = await startReplicas(1, 10);
    assert.ok(first);
    assert.equal((await suite.collector.collect()).exitCode, 0);
    suite.cluster.removePod('a-1');
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'vanished');
    assert.equal(suite.collector.served(), 11);
    assert.equal((await suite.collector.collect()).exitCode, 0);
  });

  it('reports a container that has restarted since the last collection', async () => {
    const [first] = await startReplicas(4);
    assert.ok(first);
    assert.equal((await suite.collector.collect()).exitCode, 0);
    first.program.signalGroup('SIGKILL');
    const second = await suite.startProgram({ project: first.project });
    await second.serve(30);
    suite.cluster.updateContainer('a-1', 'app', { restartCount: 1, ...second.container });
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'collected');
    assert.equal(row('a-1').restartsSince, 1);
    assert.equal(suite.collector.served(), 34);
    assert.equal((await suite.collector.collect()).exitCode, 0);
  });

  it('reports a container that restarts while it is collected from', async () => {
    await startReplicas(1);
    suite.cluster.faults.push({
      resource: 'pods/portforward',
      times: 1,
      before: () => suite.cluster.updateContainer('a-1', 'app', { restartCount: 1 }),
    });
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').restartsSince, 1);
    assert.equal(suite.collector.served(), 1);
  });

  for (const bytes of [0, 100, 1_000, 3_000])
    it(`survives a port-forward that is cut after ${bytes} bytes`, async () => {
      await startReplicas(6);
      suite.cluster.faults.push({ resource: 'pods/portforward', times: 1, dropAfter: bytes });
      const { exitCode, stderr } = await suite.collector.collect('--reset');
      assert.equal(exitCode, 0, stderr);
      assert.equal(suite.collector.served(), 6);
    });

  it('fails for a pod whose port-forwards are always cut, and keeps what arrived from others', async () => {
    await startReplicas(1, 10);
    suite.cluster.faults.push({ resource: 'pods/portforward', name: 'a-1', dropAfter: 300 });
    const { exitCode, row } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.equal(row('a-1').result, 'failed');
    assert.equal(row('a-2').result, 'collected');
    assert.equal(suite.collector.served(), 10);
  });

  it('waits for slow pods, but not longer than --timeout', async () => {
    await startReplicas(1, 10);
    suite.cluster.faults.push({ resource: 'pods/portforward', name: 'a-1', hangs: true });
    suite.cluster.faults.push({ resource: 'pods/portforward', name: 'a-2', delay: 300 });
    const { exitCode, row } = await suite.collector.collect('--timeout', '10s');
    assert.equal(exitCode, 1);
    assert.match(row('a-1').reasons.join(), /did not answer within 10s/);
    assert.equal(row('a-2').result, 'collected');
  });

  it('reports pods that run different commits', async () => {
    for (const [index, digit] of ['a', 'b'].entries()) {
      const program = await suite.startProgram({ env: { COVER_COMMIT: digit.repeat(40) } });
      await program.serve(1);
      addMeasuredPod(suite.cluster, `a-${index + 1}`, program);
    }
    const { exitCode, document, stderr } = await suite.collector.collect();
    assert.equal(exitCode, 0, stderr);
    assert.match(
      document.warnings.join('\n'),
      /2 commits of the code: a{40} \(1 target\), b{40} \(1 target\)/,
    );
    assert.equal(suite.collector.served(), 2);
  });

  for (const [status, pattern] of [
    [403, /needs the right|Forbidden/],
    [404, /failed/],
    [500, /failed/],
  ] as const)
    it(`fails if the pods cannot be listed because of status ${status}`, async () => {
      suite.cluster.faults.push({ resource: 'pods', verb: 'list', status });
      const run = suite.collector.start();
      assert.equal(await run.exitCode, 2, run.output());
      assert.match(run.stderr(), /`kubectl get` failed/);
      assert.match(run.stderr(), pattern);
      assert.equal(run.stdout(), '');
    });

  it('fails if no pod matches', async () => {
    const { exitCode, stderr } = await suite.collector.collect();
    assert.equal(exitCode, 1);
    assert.match(stderr, /no target was found/);
  });

  it('refuses an invalid port', async () => {
    const run = suite.collector.start('--port', '70000');
    assert.equal(await run.exitCode, 2, run.output());
    assert.match(run.stderr(), /Invalid --port "70000": expected a port from 1 to 65535, or off/);
  });
});
