/** A program that listens on a private socket of a project and answers as a test says: any program of this user can. */

import { mkdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { runTagOf } from '../../src/agent/peers/socket-path.js';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { metaOf } from './profiles.js';
import type { Project } from './project.js';

export interface HostileAnswers {
  /** Fields of the status. */
  readonly status?: Partial<ProcessStatus>;
  /** Metas of the loaded files. @default one */
  readonly metas?: readonly FileMeta[];
  /** Sends events of a stream. @param session name in the request */
  readonly events?: (response: ServerResponse, session: string | null) => void;
}

export interface HostileAgent {
  readonly close: () => void;
}

const RUN = 'hostile-run';

export async function startHostileAgent(project: Project, answers: HostileAnswers): Promise<HostileAgent> {
  const { status = {}, metas = [metaOf()], events = () => {} } = answers;
  const time = new Date().toISOString();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://agent');
    if (pathname === '/v1/cover/status') {
      response.end(JSON.stringify({ ...statusOf(project.root, time), ...status }));
    } else if (pathname === '/v1/cover/profile') {
      const encoded = metas.map(encodeMeta).map((bytes) => [metaNameOf(hashOf(bytes)), bytes] as const);
      response.end(encodeArchive(new Map(encoded)));
    } else {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      events(response, searchParams.get('session'));
    }
  });
  mkdirSync(project.path('.covermain'), { recursive: true, mode: 0o700 });
  const name = `${Date.now().toString(36)}-${process.pid}-${runTagOf(RUN)}.sock`;
  await new Promise<void>((resolve) => server.listen(project.path(`.covermain/${name}`), resolve));
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Returns an event of changed counters. @param counters pairs of probe and counter */
export function eventOf(
  counters: readonly (readonly [number, number])[],
  meta: FileMeta = metaOf(),
  changes: Readonly<Record<string, unknown>> = {},
): string {
  const files = [{ path: '/etc/passwd', meta: hashOf(encodeMeta(meta)), counters }];
  const time = new Date().toISOString();
  return `data: ${JSON.stringify({ pid: process.pid, time, files, ...changes })}\n\n`;
}

function statusOf(root: string, time: string): ProcessStatus {
  return {
    run: RUN,
    label: null,
    pid: process.pid,
    ppid: 1,
    argv: ['node', 'app.js'],
    cwd: root,
    package: null,
    version: '1.0.0',
    node: 'v20.0.0',
    commit: null,
    start: time,
    uptime: 1,
    threads: 1,
    directory: `${root}/profiles`,
    counts: { files: 1, counters: 3, hit: 1, total: 1 },
    lastFlush: null,
    epoch: { number: 1, start: time },
    sessions: [],
    http: null,
    warnings: [],
  };
}
