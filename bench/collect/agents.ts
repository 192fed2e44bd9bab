/** Starts the agents of the benchmark in a few processes, because 200 programs would measure the memory of the machine. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inRepository } from '../project.js';

export interface ServedAgents {
  readonly urls: readonly string[];
  readonly close: () => void;
}

const PROCESSES = 4;

/** @param root absolute path of a directory that does not exist */
export async function serveAgents(node: string, root: string, count: number): Promise<ServedAgents> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const each = Math.ceil(count / PROCESSES);
  const served = Array.from({ length: PROCESSES }, async (_, index) => {
    const args = ['--import', 'tsx', inRepository('bench/collect/serve-agents.ts')];
    const child = spawn(node, [...args, String(index * each), String(each), root], {
      cwd: inRepository('.'),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout))
      return { urls: JSON.parse(line) as readonly string[], close: () => child.stdin.end() };
    throw new Error('The agents of the benchmark did not start.');
  });
  const started = await Promise.all(served);
  return {
    urls: started.flatMap(({ urls }) => urls).slice(0, count),
    close: () => {
      for (const { close } of started) close();
    },
  };
}
