/** `integration-test/run.sh` of examples/kubernetes: real requests to a real service, through the port-forward of a real kubectl. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { hasKubectl, kubectls } from '../support/kubernetes/kubectls.js';
import { freePort, takePort } from '../support/ports.js';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { REPOSITORY } from '../support/project.js';

const EXAMPLE = join(REPOSITORY, 'examples/kubernetes');
const EXAMPLE_PROJECT = { root: EXAMPLE, path: (file: string) => join(EXAMPLE, file), remove: () => {} };

if (!hasKubectl) describe.skip('the integration test of the Kubernetes example needs kubectl', () => {});

for (const kubectl of kubectls) {
  describe(`the integration test of the Kubernetes example, by ${kubectl}`, function () {
    this.timeout(60_000);
    let scratch: string;
    let cluster: FakeCluster;
    let service: Program;

    before(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'covermain-'));
      writeFileSync(join(scratch, 'kubectl'), `#!/bin/sh\nexec '${kubectl}' "$@"\n`, { mode: 0o755 });
      const tsx = ['--import', 'tsx', 'src/main.ts'];
      service = start(EXAMPLE_PROJECT, process.execPath, tsx, { env: { PORT: '0' } });
      const [, port] = await service.printed(/listening on http:\/\/localhost:(\d+)/);
      cluster = await startCluster();
      for (const name of ['prices-1', 'prices-2'])
        cluster.addPod({
          name,
          labels: { app: 'prices' },
          containers: [{ name: 'app', ports: { 8080: Number(port) } }],
        });
      addService('prices', { app: 'prices' });
    });

    after(async () => {
      killLeftPrograms();
      await cluster.close();
      rmSync(scratch, { recursive: true });
    });

    function addService(name: string, selector: Readonly<Record<string, string>>): void {
      cluster.addObject('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'default' },
        spec: { selector, ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }] },
      });
    }

    /** Runs the script. Temporary files go to the scratch directory. */
    function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
      const path = `${scratch}:${process.env.PATH}`;
      const temporary = { TMPDIR: scratch };
      return start(EXAMPLE_PROJECT, './integration-test/run.sh', args, {
        env: { ...cluster.env, ...temporary, PATH: path, ...env },
      });
    }

    async function assertFails(program: Program, message: RegExp): Promise<void> {
      assert.equal(await program.exitCode, 1, program.output());
      assert.match(program.output(), message);
      assert.deepEqual(readdirSync(scratch), ['kubectl']);
    }

    it('passes when every request has the expected status', async () => {
      const port = await freePort();
      const program = run(['service/prices', 'default', String(port), '8080']);
      assert.equal(await program.exitCode, 0, program.output());
      assert.deepEqual(program.stdout().split('\n'), [
        'GET /price/tea: 200 {"cents":350}',
        'GET /price/tea?count=3: 200 {"cents":875}',
        'GET /price/cake?count=2: 200 {"cents":840}',
        'GET /price/cake?count=none: 400 {"error":"count must be a number"}',
        'GET /price/coffee: 404 {"error":"no such item: coffee"}',
        '',
      ]);
    });

    it('ends the port-forward and removes its temporary files', async () => {
      const port = await freePort();
      const program = run(['pod/prices-1', 'default', String(port)]);
      assert.equal(await program.exitCode, 0, program.output());
      await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
      assert.deepEqual(readdirSync(scratch), ['kubectl']);
    });

    it('ends the port-forward when it is interrupted', async () => {
      const port = await freePort();
      const server = createServer();
      const silent = await takePort(server);
      cluster.addPod({ name: 'silent', containers: [{ name: 'app', ports: { 8080: silent.port } }] });
      const program = run(['pod/silent', 'default', String(port)]);
      await once(server, 'connection');
      program.signalGroup('SIGTERM');
      assert.equal(await program.exitCode, 143);
      await silent.close();
      await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
      assert.deepEqual(readdirSync(scratch), ['kubectl']);
    });

    it('fails when a request has another status', async () => {
      const other = await takePort(createTeapot());
      cluster.addPod({ name: 'other', containers: [{ name: 'app', ports: { 8080: other.port } }] });
      const program = run(['pod/other', 'default', '0']);
      await assertFails(program, /run\.sh: GET \/price\/tea: expected status 200, got 418\./);
      await other.close();
    });

    it('fails when another program listens on the local port', async () => {
      const other = await takePort(createTeapot());
      const program = run(['service/prices', 'default', String(other.port)]);
      await assertFails(program, /address already in use.*run\.sh: kubectl port-forward has ended\./s);
      await other.close();
    });

    it('fails when the resource does not exist', async () => {
      await assertFails(run(['service/price']), /"price" not found.*kubectl port-forward has ended/s);
    });

    it('fails when the context does not exist', async () => {
      const program = run(['service/prices'], { SKAFFOLD_KUBE_CONTEXT: 'missing' });
      await assertFails(program, /context "missing" does not exist/);
    });

    it('fails without a resource', async () => {
      const program = run([]);
      assert.notEqual(await program.exitCode, 0);
      assert.match(program.output(), /expected a resource, such as service\/prices/);
    });
  });
}

/** Creates a server that is ready and answers every other request with status 418. */
function createTeapot(): Server {
  return createHttpServer(({ url }, response) => response.writeHead(url === '/healthz' ? 200 : 418).end());
}
