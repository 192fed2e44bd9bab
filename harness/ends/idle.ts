/** When the app has nothing left to do: where plain Node would exit. */

/**
 * Calls back each time the event loop has run dry and no listener of `beforeExit` has given it more to do, as apps
 * do that flush their logs there.
 *
 * @returns what stops that
 */
export function onIdle(callback: () => void): () => void {
  const look = () => {
    const before = process.getActiveResourcesInfo().length;
    process.nextTick(() => {
      if (process.getActiveResourcesInfo().length <= before) callback();
    });
  };
  process.prependListener('beforeExit', look);
  return () => process.off('beforeExit', look);
}
