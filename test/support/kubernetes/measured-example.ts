/** The service of examples/kubernetes in a fake cluster: three measured processes, each of them the container of a pod. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onceServing } from '../containers/calls.js';
import { freePort } from '../ports.js';
import { killLeftPrograms, type Program, start } from '../program.js';
import { makeBareProject, type Project, REPOSITORY } from '../project.js';
import { type FakeCluster, startCluster } from './cluster.js';
import type { AccessRule } from './server.js';

export interface MeasuredExample {
  readonly cluster: FakeCluster;
  /** Copy of the example, compiled and with its packages. */
  readonly project: Project;
  readonly replicas: readonly Replica[];
  /** Runs a script of the example as Skaffold runs it. */
  readonly runHook: (command: string, ...args: readonly string[]) => Program;
  readonly close: () => Promise<void>;
}

export interface Replica {
  readonly pod: string;
  readonly program: Program;
  /** URL of the service. */
  readonly url: string;
  /** Profile directory on this machine. */
  readonly profiles: string;
}

export const RUN_ID = '7e0e4c3f-0a4f-4a1c-9d1f-6d8f3b2a1c00';

/** @param kubectl path of the kubectl that the scripts use @param rules of RBAC for the user */
export async function startMeasuredExample(
  kubectl: string,
  rules?: readonly AccessRule[],
): Promise<MeasuredExample> {
  const cluster = await startCluster(rules === undefined ? {} : { rules });
  const project = compileExample();
  const bin = mkdtempSync(join(tmpdir(), 'covermain-'));
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec '${kubectl}' "$@"\n`, { mode: 0o755 });
  const pods = ['prices-1', 'prices-2', 'prices-3'];
  const replicas = await Promise.all(pods.map((pod) => startReplica(cluster, project, pod)));
  cluster.addObject('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'prices', namespace: 'default' },
    spec: { selector: { app: 'prices' }, ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }] },
  });
  const env = {
    ...cluster.env,
    PATH: `${bin}:${process.env.PATH}`,
    SKAFFOLD_KUBE_CONTEXT: 'fake',
    SKAFFOLD_RUN_ID: RUN_ID,
  };
  return {
    ...{ cluster, project, replicas },
    runHook: (command, ...args) => start(project, command, args, { env }),
    async close() {
      killLeftPrograms();
      await cluster.close();
      project.remove();
      rmSync(bin, { recursive: true });
    },
  };
}

/** Directory with the compiled files, once they have been compiled. */
let compiled: string | undefined;

/** Copies the example to a project that uses the repository's build and packages, and compiles it. */
function compileExample(): Project {
  const project = makeBareProject({});
  cpSync(join(REPOSITORY, 'examples/kubernetes'), project.root, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist|coverage-data)$/.test(path),
  });
  for (const name of ['hono', '@hono', '@types'])
    symlinkSync(join(REPOSITORY, 'node_modules', name), project.path(`node_modules/${name}`), 'dir');
  if (compiled === undefined) compiled = compile(project);
  else cpSync(compiled, project.path('dist'), { recursive: true });
  return project;
}

/** @returns a copy of the compiled files, which exists until this process ends */
function compile(project: Project): string {
  const directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  process.once('exit', () => rmSync(directory, { recursive: true }));
  const compiler = join(REPOSITORY, 'node_modules/typescript-js/bin/tsc');
  execFileSync(process.execPath, [compiler], { cwd: project.root });
  cpSync(project.path('dist'), directory, { recursive: true });
  return directory;
}

async function startReplica(cluster: FakeCluster, project: Project, pod: string): Promise<Replica> {
  const volumes = project.path(`volumes/${pod}`);
  mkdirSync(join(volumes, 'tmp'), { recursive: true });
  const port = await freePort();
  const env = {
    PORT: '0',
    COVERAGE_HTTP_PORT: String(port),
    COVER_DIR: join(volumes, 'coverage/profiles'),
    COVER_COMMIT: '0123456789abcdef0123456789abcdef01234567',
    TMPDIR: join(volumes, 'tmp'),
    POD_NAME: pod,
    KUBERNETES_SERVICE_HOST: '10.0.0.1',
  };
  const command = ['--conditions=covermain', '--import', 'covermain/auto', 'dist/main.js'];
  const program = start(project, process.execPath, command, { env });
  const [, url = '', servicePort] = await program.printed(/listening on (http:\/\/localhost:(\d+))/);
  await onceServing(`http://127.0.0.1:${port}/v1/cover/status`);
  cluster.addPod({
    name: pod,
    labels: { app: 'prices', 'skaffold.dev/run-id': RUN_ID },
    containers: [
      {
        name: 'app',
        env: { POD_NAME: pod },
        ports: { 8080: Number(servicePort), 7777: port },
        // The container's directories and its PID 1 are on this machine.
        exec: ([name = '', ...args]) =>
          spawn(
            name,
            args.map((arg) =>
              arg
                .replace(/^\/coverage\b/, join(volumes, 'coverage'))
                .replace(/(?<=^kill .* )1$/, String(program.pid)),
            ),
          ),
      },
    ],
  });
  return { pod, program, url, profiles: env.COVER_DIR };
}
