/** Calls the handlers of single keys that work everywhere on the page, except while the user types. */

/** Handles a key. Returns whether it did: if not, the next handler is asked. */
export type KeyHandler = (event: KeyboardEvent) => boolean;

const handlers = new Map<string, KeyHandler[]>();

/**
 * Registers handlers by their keys, such as `n`, until the returned function is called. The latest handler of a key is asked
 * first. Keys with Ctrl, Alt or Meta, keys in inputs, and keys while a dialog is open reach no handler.
 */
export function onKeys(handlersByKey: Readonly<Record<string, KeyHandler>>): () => void {
  const stops = Object.entries(handlersByKey).map(([key, handler]) => onKey(key, handler));
  return () => {
    for (const stop of stops) stop();
  };
}

function onKey(key: string, handler: KeyHandler): () => void {
  const list = handlers.get(key) ?? [];
  handlers.set(key, [...list, handler]);
  return () => {
    handlers.set(
      key,
      (handlers.get(key) ?? []).filter((other) => other !== handler),
    );
  };
}

/** Listens to the keys of a document until the returned function is called. */
export function listenToKeys(document: Document): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    if (document.querySelector('dialog[open]')) return;
    for (const handler of [...(handlers.get(event.key) ?? [])].reverse()) {
      if (!handler(event)) continue;
      event.preventDefault();
      return;
    }
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  );
}
