/** Agents of programs that run: found by their private sockets, and asked as the commands ask them. */
import { mkdirSync } from 'node:fs';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { isListening, requestAgent } from '../../src/agent/peers/agent-client.js';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { listSockets } from '../../src/agent/peers/socket-path.js';
import type { Dump, Session } from '../../src/profile/model/dump.js';
import type { Program } from './program.js';
import { functionsOf, type Project } from './project.js';
import { onceIn } from './wait-for-files.js';

/**
 * It acts for all processes of its run, unless a path says otherwise. What it answers by an error rejects. Paths are
 * those behind `/v1/cover/`, with their queries.
 */
export interface LiveAgent {
  /** Absolute path of its socket. */
  readonly socket: string;
  readonly get: (path: string, accept?: string) => Promise<Buffer>;
  readonly post: (path: string) => Promise<Buffer>;
  readonly dump: () => Promise<readonly Dump[]>;
  readonly reset: () => Promise<readonly Dump[]>;
  readonly startSession: (name: string) => Promise<readonly Session[]>;
  readonly endSession: (name: string) => Promise<readonly Dump[]>;
  /** Of its process alone. */
  readonly status: () => Promise<ProcessStatus>;
  /** How often each named function of a file ran in the current epochs. @param file relative path */
  readonly functions: (file: string) => Promise<Readonly<Record<string, number>>>;
}

/** The agent of a process, once it listens. @param pid of a process that the program has started @default its own */
export async function agentOf(project: Project, program: Program, pid = program.pid): Promise<LiveAgent> {
  const folder = project.path('.covermain');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const find = async () => {
    const socket = listSockets(project.root).find((one) => one.pid === pid)?.path;
    return socket !== undefined && (await isListening(socket)) ? socket : undefined;
  };
  const ended = program.exitCode.then((code) => {
    throw new Error(`ended with ${code} before it had an agent:\n${program.output()}`);
  });
  return speakTo(project, await Promise.race([onceIn(folder, find), ended]));
}

function speakTo(project: Project, socket: string): LiveAgent {
  const request = async (method: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
    const { status, body } = await requestAgent(socket, { method, path: `/v1/cover/${path}`, headers });
    if (status >= 400) throw new Error(`${method} ${path} was answered with ${status}: ${body}`);
    return body;
  };
  const get = (path: string, accept?: string) => request('GET', path, accept === undefined ? {} : { accept });
  const post = (path: string) => request('POST', path);
  const dumps = async (path: string) => parse<{ readonly dumps: readonly Dump[] }>(await post(path)).dumps;
  const sessionPath = (act: string, name: string) => `session/${act}?name=${encodeURIComponent(name)}`;
  return {
    socket,
    get,
    post,
    dump: () => dumps('dump'),
    reset: () => dumps('reset'),
    async startSession(name) {
      const answer = await post(sessionPath('start', name));
      return parse<{ readonly sessions: readonly Session[] }>(answer).sessions;
    },
    endSession: (name) => dumps(sessionPath('end', name)),
    status: async () => parse<ProcessStatus>(await get('status?process=self')),
    async functions(file) {
      const map = parse<CoverageMapData>(await get('profile', 'application/json'));
      return functionsOf(map[project.path(file)] as FileCoverageData);
    },
  };
}

function parse<Body>(body: Buffer): Body {
  return JSON.parse(String(body)) as Body;
}
