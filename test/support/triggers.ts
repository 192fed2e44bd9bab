/** Trigger files are looked at now and then: what tells that others were looked at is one more of them. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchTriggerFile } from '../../src/agent/trigger-file.js';
import { onceRemoved } from './wait-for-files.js';

/** Resolves once every file that this process watched before has been looked at again. @param folder for files */
export async function looked(folder: string): Promise<void> {
  // By the first of two, others may be about to be looked at.
  for (const file of ['first-look', 'second-look'].map((name) => join(folder, name))) {
    const since = new Date(0).toISOString();
    const end = watchTriggerFile(file, {
      dump: async () => {},
      isChosen: async () => true,
      since,
      logLine: assert.fail,
    });
    writeFileSync(file, '');
    await onceRemoved(file);
    end();
  }
}
