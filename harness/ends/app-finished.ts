/** The window ends when the app has nothing left to do: plain Node would exit here. */
import type { EndSource } from './end.js';

/** An app that has set `process.exitCode` to a failure exits with it, as it would have in plain Node. */
export const endByAppFinished: EndSource = (endWindow) => {
  const { exitCode } = process;
  const end = () => {
    if (process.exitCode && process.exitCode !== exitCode) process.exit();
    endWindow({ by: 'app finished' });
  };
  process.on('beforeExit', end);
  return () => process.off('beforeExit', end);
};
