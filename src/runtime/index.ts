/** What runs inside the app: counters for the files it loads, and the profile as it ends. */
import { isMainThread } from 'node:worker_threads';
import { describeError } from '../errors.js';
import type { FileCounters } from '../profile/counters-profile.js';
import { encodeMeta } from '../profile/meta-file.js';
import { appendRunEvent } from '../profile/run-log.js';
import { writeCounters, writeMeta } from '../profile/write-profile.js';
import { installCounters } from './counters.js';
import { installCoverageView } from './coverage-view.js';
import { fromIstanbul } from './foreign.js';
import { onProcessEnd } from './process-end.js';
import { describeProcess, type ProfileOptions } from './process-profile.js';
import { sumSlabs } from './sums.js';
import { openWorkerSlabs, sendSlab, type WorkerSlabs } from './worker-slabs.js';

export interface RuntimeOptions extends ProfileOptions {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the run log. */
  readonly log: string;
  /** Absolute path of the project. */
  readonly root: string;
}

export interface Runtime {
  /** Before this thread starts a worker. */
  expectWorkers(): void;
}

/** In each thread of a process once, before it loads code that is measured. The main thread writes the profile. */
export function installRuntime(options: RuntimeOptions): Runtime {
  if (!isMainThread) {
    installCounters(sendSlab);
    return { expectWorkers() {} };
  }
  const start = new Date();
  const own = installCounters(() => {});
  let workers: WorkerSlabs | undefined;
  const read = (more: readonly FileCounters[] = []) => {
    const files = sumSlabs([...own.slabs, ...(workers?.receive() ?? [])]);
    return describeProcess(options, start, [...files, ...more]);
  };
  const readForeign = installCoverageView({ ...options, read });
  onProcessEnd(() => {
    try {
      const foreign = Object.values(readForeign()).map((file) => fromIstanbul(file, options.root));
      const files = foreign.map(({ meta, counters }) => ({
        meta: writeMeta(options.directory, encodeMeta(meta)),
        counters,
      }));
      const profile = read(files);
      if (profile.files.length > 0) writeCounters(options.directory, profile);
      else appendRunEvent(options.log, { event: 'nothing counted', pid: process.pid });
    } catch (error) {
      process.stderr.write(
        `covermain: the counts of process ${process.pid} are lost: ${describeError(error)}\n`,
      );
    }
  });
  return {
    expectWorkers() {
      workers ??= openWorkerSlabs();
    },
  };
}
