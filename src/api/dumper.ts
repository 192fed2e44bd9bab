/** Dumps on a trigger file, for programs that choose the file by themselves. */
import { resolve } from 'node:path';
import type { Dump } from '../profile/model/dump.js';
import type { AgentCommand } from '../runtime/threads/agent-commands.js';
import { askOwnAgent } from './ask-own-agent.js';

export class Dumper {
  readonly #watched = new Set<string>();

  /** As the function `dump` of `covermain`. */
  async dump(): Promise<Dump | undefined> {
    return askOwnAgent({ type: 'dump' });
  }

  /**
   * From now on, whenever the file is created, the profile is written and then the file removed. That is done by the
   * agent, so also while the program's event loop is blocked; it does not keep the program alive.
   *
   * @param path relative to the working directory of this moment
   */
  watchForFileAndDumpCoverage(path: string): void {
    const absolute = resolve(path);
    if (this.#watched.has(absolute)) return;
    this.#watched.add(absolute);
    const others = watching.get(absolute) ?? 0;
    watching.set(absolute, others + 1);
    if (others === 0) order({ type: 'watch-file', path: absolute });
  }

  /** Watches no more. */
  close(): void {
    for (const path of this.#watched) {
      const others = (watching.get(path) ?? 1) - 1;
      watching.set(path, others);
      if (others === 0) order({ type: 'unwatch-file', path });
    }
    this.#watched.clear();
  }
}

/** How many watch a file; absolute paths. */
const watching = new Map<string, number>();

function order(command: AgentCommand): void {
  askOwnAgent(command).catch(() => {}); // where there is no agent, that was said
}
