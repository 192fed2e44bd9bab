/** Checks that test mains exist and that the gate lets them run. */
import { relative } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { listSome } from '../platform/plural-forms.js';
import { findHarnessTarget } from '../project/harness-files.js';
import { HARNESS_DIRECTORY } from '../project/nyc-config.js';
import { GATE_VARIABLE } from '../settings/gate.js';
import { type Check, ok, warning } from './check.js';

export type HarnessFinding =
  | { readonly kind: 'harness-files-absent' }
  | {
      /** `pending`: the gate is closed. `unused`: it is closed, and nothing has been measured yet. */
      readonly kind: 'harness-files-enabled' | 'harness-files-pending' | 'harness-files-unused';
      /** Paths relative to the project. */
      readonly files: readonly string[];
    };

export const harnessCheck: Check<HarnessFinding> = {
  name: 'harness',
  async examine({ root, settings, recordings }) {
    const files = findHarnessFiles(root).map((file) => relative(root, file));
    if (files.length === 0) return [{ kind: 'harness-files-absent' }];
    if (settings.isGateOpen) return [{ kind: 'harness-files-enabled', files }];
    // A user who has measured something knows the gate.
    const isUsed = (await recordings()).length > 0;
    return [{ kind: isUsed ? 'harness-files-pending' : 'harness-files-unused', files }];
  },
  describe: {
    'harness-files-absent': () =>
      ok(
        `There is no ${HARNESS_DIRECTORY}/. \`covermain manual\` needs an entry; \`covermain run\` does not.`,
      ),
    'harness-files-enabled': ({ files }) =>
      ok(`${GATE_VARIABLE} is set, so test mains run: ${listSome(files)}.`),
    'harness-files-pending': ({ files }) => ok(describeClosedGate(files)),
    'harness-files-unused': ({ files }) =>
      warning(
        `${describeClosedGate(files)} Nothing has been measured yet.`,
        `Run \`${GATE_VARIABLE}=1 covermain manual\`.`,
      ),
  },
};

function describeClosedGate(files: readonly string[]): string {
  return `${GATE_VARIABLE} is not set, so \`covermain manual\` leaves test mains pending: ${listSome(files)}.`;
}

function findHarnessFiles(root: string): readonly string[] {
  try {
    return findHarnessTarget(root, root, undefined).harnessFiles;
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'HARNESS_NOT_FOUND') return [];
    throw error;
  }
}
