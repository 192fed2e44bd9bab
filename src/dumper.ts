/** Dumps on a trigger file, for programs that choose the file by themselves. */
import { resolve } from 'node:path';
import type { Dump } from './dump.js';
import { measuredProcess } from './runtime/measured-process.js';

export class Dumper {
  readonly #watched = new Set<string>();

  /** As the function `dump` of `covermain`. */
  async dump(): Promise<Dump | undefined> {
    return measuredProcess()?.ask({ ask: 'dump' });
  }

  /**
   * From now on, whenever the file is created, the profile is written and then the file removed. That is done by the
   * agent, so also while the program's event loop is blocked; it does not keep the program alive.
   *
   * @param path relative to the working directory of this moment
   */
  watchForFileAndDumpCoverage(path: string): void {
    const absolute = resolve(path);
    this.#watched.add(absolute);
    // Where there is no agent, that was said.
    measuredProcess()
      ?.ask({ ask: 'watch file', path: absolute })
      .catch(() => {});
  }

  /** Watches no more. */
  close(): void {
    for (const path of this.#watched) {
      // As above.
      measuredProcess()
        ?.ask({ ask: 'forget file', path })
        .catch(() => {});
    }
    this.#watched.clear();
  }
}
