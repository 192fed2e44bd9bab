/** The window ends when the app has nothing left to do. */
import { onIdle } from './idle.js';
import type { EndSource } from './end.js';

/** An app that has set `process.exitCode` to a failure exits with it, as it would have in plain Node. */
export const endByAppFinished: EndSource = (endWindow) => {
  const { exitCode } = process;
  return onIdle(() => {
    if (process.exitCode && process.exitCode !== exitCode) process.exit();
    endWindow({ by: 'app finished' });
  });
};
