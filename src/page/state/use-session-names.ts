/** Gives components the names of the sessions. */
import { useMemo } from 'preact/hooks';
import { usePage } from './page-state.js';
import { orderSessionNames } from './session-colors.js';

/** Returns the names in the order of their colours. The list is the same until sessions change, although states arrive often. */
export function useSessionNames(): readonly string[] {
  const { store } = usePage();
  const text = JSON.stringify(orderSessionNames(store.state.value?.sessions ?? []));
  return useMemo(() => JSON.parse(text) as readonly string[], [text]);
}
