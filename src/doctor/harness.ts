/** Whether there are test mains, and whether the gate lets them run. */
import { relative } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { listSome } from '../platform/plural-forms.js';
import { findHarnessTarget } from '../project/harness-files.js';
import { HARNESS_FOLDER } from '../project/nyc-config.js';
import { GATE } from '../settings/gate.js';
import { type Check, ok, warning } from './check.js';

export const harnessCheck: Check = {
  name: 'harness',
  async look({ root, settings, recordings }) {
    const files = harnessFiles(root).map((file) => relative(root, file));
    if (files.length === 0)
      return [ok(`no ${HARNESS_FOLDER}/: \`covermain manual\` needs an entry, \`covermain run\` needs none`)];
    if (settings.isGateOpen) return [ok(`${listSome(files)}; ${GATE} lets them run`)];
    const closed = `${listSome(files)}; without ${GATE} \`covermain manual\` leaves them pending`;
    // Where something was measured before, the gate is known.
    if ((await recordings()).length > 0) return [ok(closed)];
    return [warning(`${closed}, and nothing was measured yet`, `${GATE}=1 covermain manual`)];
  },
};

function harnessFiles(root: string): readonly string[] {
  try {
    return findHarnessTarget(root, root, undefined).harnessFiles;
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'HARNESS_NOT_FOUND') return [];
    throw error;
  }
}
