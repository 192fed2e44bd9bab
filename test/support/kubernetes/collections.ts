/** Runs `covermain collect kubernetes` on a fake cluster. */
import assert from 'node:assert/strict';
import type { CollectDocument } from '../../../src/commands/documents.js';
import type { CollectedTarget } from '../../../src/remote/collection-document.js';
import { profileIn } from '../measured-programs.js';
import { type Program, startCovermain } from '../program.js';
import type { Project } from '../project.js';
import type { FakeCluster } from './cluster.js';

export interface Collector {
  /** Starts a collection into the directory `collected`. */
  start(...args: readonly string[]): Program;
  /** Collects into the directory `collected` with `--json`. */
  collect(...args: readonly string[]): Promise<FinishedCollection>;
  /** Returns how often the directory says that `served` was called. */
  served(directory?: string): number;
}

export interface FinishedCollection {
  readonly exitCode: number;
  readonly document: CollectDocument;
  readonly stderr: string;
  /** Returns the row of a pod. */
  row(pod: string): CollectedTarget;
}

/** @param kubectl path of the program @param project in which the commands run */
export function createCollector(kubectl: string, cluster: () => FakeCluster, project: Project): Collector {
  const start = (...args: readonly string[]) =>
    startCovermain(
      project,
      ['collect', 'kubernetes', '--selector', 'app=x', '--kubectl', kubectl, '-o', 'collected', ...args],
      { env: cluster().env },
    );
  return {
    start,
    async collect(...args) {
      const program = start('--json', ...args);
      const exitCode = await program.exitCode;
      assert.match(program.stdout(), /^\{/, program.output());
      const document = JSON.parse(program.stdout()) as CollectDocument;
      assert.equal(document.exitCode, exitCode);
      const row = (pod: string) => {
        const rows = document.targets.filter((target) => target.pod === pod);
        assert.equal(rows.length, 1, `${rows.length} rows of ${pod}`);
        return rows[0] as CollectedTarget;
      };
      return { exitCode, document, stderr: program.stderr(), row };
    },
    served: (directory = 'collected') => profileIn(project, directory).functions('src/served.js').served ?? 0,
  };
}
