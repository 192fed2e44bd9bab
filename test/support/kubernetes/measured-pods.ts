/** Pods of a fake cluster whose containers are real measured programs of this machine. */
import { agentOf } from '../live-agents.js';
import { urlOf } from '../port-url.js';
import { freePort } from '../ports.js';
import { type Program, start } from '../program.js';
import { makeProject, type Project } from '../project.js';
import type { FakeCluster } from './cluster.js';
import type { ContainerSpec, PodSpec } from './pods.js';

/** Calls `served` once for each request, except for `/exit`, which ends the program. */
const APP = `
import { createServer } from 'node:http';
import { served } from './served.js';
const server = createServer((request, response) => {
  if (request.url === '/exit') process.exit(1);
  served();
  response.end('served');
});
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));
process.on('SIGTERM', () => process.exit(0));
`;

export const FILES = {
  'package.json': JSON.stringify({ type: 'module' }),
  '.nycrc': JSON.stringify({ include: ['src/**'] }),
  'src/app.js': APP,
  'src/served.js': 'export function served() {}\n',
};

/** A program that stands for a container. */
export interface MeasuredProgram {
  readonly project: Project;
  readonly program: Program;
  /** Fields of the container that make it this program. */
  readonly container: Pick<ContainerSpec, 'env' | 'cwd' | 'ports'>;
  /** Makes the program call `served`. */
  serve(times: number): Promise<void>;
  /** Ends the program, as SIGKILL does, and removes its files. */
  remove(): Promise<void>;
}

export interface MeasuredOptions {
  /** More variables of the program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Port in the pod. @default 7777 */
  readonly port?: number;
  /** Project of an earlier program, of which this one is a restart. */
  readonly project?: Project;
}

export async function startMeasured({
  env = {},
  port = 7777,
  project,
}: MeasuredOptions = {}): Promise<MeasuredProgram> {
  const own = project ?? makeProject(FILES);
  const localPort = await freePort();
  const settings = { COVERAGE_HTTP_PORT: String(localPort), COVER_DIR: 'data', COVER_FLUSH: '100ms', ...env };
  const args = ['--conditions=covermain', '--import', 'covermain/auto', 'src/app.js'];
  const program = start(own, process.execPath, args, { env: settings });
  let hasEnded = false;
  void program.ended.then(() => {
    hasEnded = true;
  });
  const [, appPort] = await program.printed(/listening on (\d+)/);
  await urlOf(await agentOf(own, program));
  return {
    project: own,
    program,
    container: {
      cwd: own.root,
      // The command of the container shows these, and exec inherits them.
      env: {
        COVERAGE_HTTP_PORT: String(port),
        COVER_DIR: 'data',
        NODE_OPTIONS: '--conditions=covermain --import covermain/auto',
      },
      ports: { [port]: localPort },
    },
    async serve(times) {
      for (let sent = 0; sent < times; sent += 1) await (await fetch(`http://127.0.0.1:${appPort}/`)).text();
    },
    async remove() {
      if (!hasEnded) program.signalGroup('SIGKILL');
      await program.ended;
      own.remove();
    },
  };
}

/** Adds a pod with the container `app`, which is the program. */
export function addMeasuredPod(
  cluster: FakeCluster,
  name: string,
  { container }: MeasuredProgram,
  more: Partial<PodSpec> = {},
): void {
  cluster.addPod({ name, labels: { app: 'x' }, containers: [{ name: 'app', ...container }], ...more });
}
