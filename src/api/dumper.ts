/** Dumps on a trigger file that the program chooses. */
import { resolve } from 'node:path';
import type { Dump } from '../profile/model/dump.js';
import type { AgentCommand } from '../runtime/threads/agent-commands.js';
import { askOwnAgent } from './ask-own-agent.js';

/** Writes profiles on request, and whenever one of the watched files is created. */
export class Dumper {
  readonly #watched = new Set<string>();

  /** Writes the profile, as the function `dump` of `covermain` does. */
  async dump(): Promise<Dump | undefined> {
    return askOwnAgent({ type: 'dump' });
  }

  /**
   * Watches a file. Whenever it is created, the agent writes the profile and then removes the file, even while the
   * event loop of the program is blocked. Watching does not keep the program alive.
   *
   * @param path relative to the current working directory
   */
  watchForFileAndDumpCoverage(path: string): void {
    const absolute = resolve(path);
    if (this.#watched.has(absolute)) return;
    this.#watched.add(absolute);
    const others = watchers.get(absolute) ?? 0;
    watchers.set(absolute, others + 1);
    if (others === 0) sendCommand({ type: 'watch-file', path: absolute });
  }

  /** Stops watching all files. */
  close(): void {
    for (const path of this.#watched) {
      const others = (watchers.get(path) ?? 1) - 1;
      watchers.set(path, others);
      if (others === 0) sendCommand({ type: 'unwatch-file', path });
    }
    this.#watched.clear();
  }
}

/** Number of dumpers that watch a file, by its absolute path. */
const watchers = new Map<string, number>();

function sendCommand(command: AgentCommand): void {
  askOwnAgent(command).catch(() => {}); // A missing agent has already been reported.
}
