/** Waits for trigger files, which agents check at intervals. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchTriggerFile } from '../../src/agent/trigger-file.js';
import { onceRemoved } from './wait-for-files.js';

/**
 * Resolves after this process has checked each file that it already watches once more.
 *
 * @param directory absolute path of a directory for trigger files of this function
 */
export async function onceTriggerFilesChecked(directory: string): Promise<void> {
  // Two files, because the check of another file may still be due after the first one is removed.
  for (const file of ['first-check', 'second-check'].map((name) => join(directory, name))) {
    const since = new Date(0).toISOString();
    const stopWatching = watchTriggerFile(file, {
      dump: async () => {},
      isChosen: async () => true,
      since,
      logLine: assert.fail,
    });
    writeFileSync(file, '');
    await onceRemoved(file);
    stopWatching();
  }
}
