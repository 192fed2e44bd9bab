/** Turns the coverage of changed lines into the form that the page shows. */
import { SOURCE_STATE_TEXT } from '../../collect/source-state.js';
import type { ChangesView } from '../../view/messages.js';
import type { ChangeCoverage } from './change-document.js';

/** @param base Git ref that was compared with */
export function toChangesView(base: string, { files, stale, notMeasured }: ChangeCoverage): ChangesView {
  return {
    base,
    files: files.map(({ path, executable, missed }) => ({ path, executable, missed })),
    notes: [
      ...stale.map(({ path, state }) => ({ path, reason: SOURCE_STATE_TEXT[state] })),
      ...notMeasured.map(({ path, reason }) => ({ path, reason })),
    ],
  };
}
