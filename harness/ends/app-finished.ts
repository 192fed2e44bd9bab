/** Ends the window when the app has nothing left to do. */

import type { EndSource } from './end.js';
import { onIdle } from './idle.js';

/** Exits with `process.exitCode` if the app has set it to a failure, as plain Node does. */
export const endByAppFinished: EndSource = (endWindow) => {
  const { exitCode } = process;
  return onIdle(() => {
    if (process.exitCode && process.exitCode !== exitCode) process.exit();
    endWindow({ by: 'app finished' });
  });
};
