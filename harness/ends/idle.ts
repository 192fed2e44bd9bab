/** Detects that the app has nothing left to do, which is when plain Node would exit. */

/**
 * Calls `callback` each time the event loop is empty and no `beforeExit` listener has started new work. Some apps flush
 * their logs in such a listener.
 *
 * @returns function that stops the calls
 */
export function onIdle(callback: () => void): () => void {
  const check = () => {
    const before = process.getActiveResourcesInfo().length;
    process.nextTick(() => {
      if (process.getActiveResourcesInfo().length <= before) callback();
    });
  };
  process.prependListener('beforeExit', check);
  return () => process.off('beforeExit', check);
}
