/** Finds agents of running programs by their private sockets, and sends requests as the commands do. */
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
 * Client of an agent. Actions apply to all processes of the run, unless the path has `process=self`. Error responses reject.
 * Paths are relative to `/v1/cover/` and include their queries.
 */
export interface LiveAgent {
  /** Absolute path of the socket. */
  readonly socket: string;
  readonly get: (path: string, accept?: string) => Promise<Buffer>;
  readonly post: (path: string) => Promise<Buffer>;
  readonly dump: () => Promise<readonly Dump[]>;
  readonly reset: () => Promise<readonly Dump[]>;
  readonly startSession: (name: string) => Promise<readonly Session[]>;
  readonly endSession: (name: string) => Promise<readonly Dump[]>;
  /** Returns the status of its own process. */
  readonly status: () => Promise<ProcessStatus>;
  /** Returns the number of calls of each named function in the current epochs. @param file relative path */
  readonly functions: (file: string) => Promise<Readonly<Record<string, number>>>;
}

/**
 * Resolves with the agent of a process after it listens.
 *
 * @param pid pid of a process that the program has started @default the pid of the program
 */
export async function agentOf(project: Project, program: Program, pid = program.pid): Promise<LiveAgent> {
  const directory = project.path('.covermain');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const find = async () => {
    const socket = listSockets(project.root).find((one) => one.pid === pid)?.path;
    return socket !== undefined && (await isListening(socket)) ? socket : undefined;
  };
  const ended = program.exitCode.then((code) => {
    throw new Error(`The program ended with ${code} before it had an agent:\n${program.output()}`);
  });
  return openClient(project, await Promise.race([onceIn(directory, find), ended]));
}

function openClient(project: Project, socket: string): LiveAgent {
  const request = async (method: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
    const { status, body } = await requestAgent(socket, { method, path: `/v1/cover/${path}`, headers });
    if (status >= 400) throw new Error(`${method} ${path} failed with status ${status}: ${body}`);
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
