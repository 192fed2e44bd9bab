/** Dumps on a trigger file or a signal that the program chooses. */
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { SettingError } from '../platform/errors.js';
import type { Dump } from '../profile/model/dump.js';
import { measuredProcess } from '../runtime/measured-process.js';
import type { AgentCommand } from '../runtime/threads/agent-commands.js';
import { askOwnAgent } from './ask-own-agent.js';

/** Writes profiles on request, and whenever one of the watched files is created, or a watched signal is received. */
export class Dumper {
  readonly #watched = new Set<string>();
  readonly #signals = new Set<string>();

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

  /**
   * Watches a signal. Whenever the process receives it, the agent writes the profile, and the program goes on. In a process
   * that is not measured, the signal keeps its default effect. The event loop must not be blocked; to dump while it is,
   * send the signal of `COVER_SIGNAL`. Watching does not keep the program alive.
   *
   * @throws SettingError for a name that is no signal of this system, except on Windows, which has only some
   */
  watchForSignalAndDumpCoverage(signal: `SIG${string}`): void {
    if (!Object.hasOwn(constants.signals, signal)) {
      if (process.platform === 'win32') return;
      throw new SettingError({
        name: 'signal',
        given: signal,
        accepted: 'the name of a signal',
        example: 'SIGUSR2',
      });
    }
    if (!measuredProcess() || this.#signals.has(signal)) return;
    this.#signals.add(signal);
    process.on(signal, this.#onSignal);
  }

  readonly #onSignal = (): void => sendCommand({ type: 'dump' });

  /** Stops watching all files and signals. */
  close(): void {
    for (const signal of this.#signals) process.off(signal, this.#onSignal);
    this.#signals.clear();
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
