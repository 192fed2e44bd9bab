/** Measured HTTP services, as they run in containers: each is a run with a profile directory and an agent port of its own. */
import { startNode } from './measured-programs.js';
import { freePort } from './ports.js';
import type { Program } from './program.js';
import type { Project } from './project.js';

export const SERVICE = 'src/service.js';

export const SERVICE_FILES = {
  'package.json': JSON.stringify({ type: 'module' }),
  [SERVICE]: `import { createServer } from 'node:http';
    const server = createServer((request, response) => response.end(String(hit(request.url))));
    server.listen(0, '127.0.0.1', () => console.log('service ' + server.address().port));
    process.on('SIGTERM', () => { server.close(); server.closeAllConnections(); });
    export function hit(url) { return url.startsWith('/rare') ? rare() : 1; }
    export function rare() { return 2; }
  `,
};

export interface MeasuredService {
  readonly program: Program;
  /** URL of the agent. */
  readonly agent: string;
  /** Path of its profile directory, relative to the project. */
  readonly directory: string;
  /** Sends requests to the service. */
  readonly hit: (times: number, path?: string) => Promise<void>;
}

let services = 0;

/** Starts a service in a project with `SERVICE_FILES`. */
export async function startService(
  project: Project,
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredService> {
  const port = await freePort();
  const directory = env.COVER_DIR ?? `own/${++services}`;
  const program = startNode(project, ['--conditions=covermain', '--import', 'covermain/auto', SERVICE], {
    COVERAGE_HTTP_PORT: String(port),
    COVER_DIR: directory,
    ...env,
  });
  const [, own] = await program.printed(/service (\d+)/);
  const hit = async (times: number, path = '/') => {
    for (let left = times; left > 0; left--) await (await fetch(`http://127.0.0.1:${own}${path}`)).text();
  };
  return { program, agent: `http://127.0.0.1:${port}`, directory, hit };
}
