/** Keeps the focus in the page when the focused element is removed, for example the button that closes a file. */

const FOCUSABLE = 'button, input, select, [tabindex="0"]';

/**
 * Focuses an element near to the removed one: in the closest ancestor that is left. Without this, keys would go to the start of
 * the page. Returns a function that stops it.
 */
export function keepFocus(root: HTMLElement): () => void {
  let trail: readonly Element[] = [];
  const remember = ({ target }: FocusEvent) => {
    trail = target instanceof Element ? listAncestors(target) : [];
  };
  const observer = new MutationObserver(() => {
    const [focused, ...ancestors] = trail;
    if (!focused || focused.isConnected) return;
    trail = [];
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const ancestor of ancestors) {
      const next =
        ancestor.isConnected && root.contains(ancestor) && findFocusable(ancestor, focused.tagName);
      if (next) return next.focus({ preventScroll: true });
    }
  });
  document.addEventListener('focusin', remember);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    observer.disconnect();
  };
}

function listAncestors(element: Element): readonly Element[] {
  const list: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) list.push(one);
  return list;
}

/** Prefers an element of the same kind, so that keys do not begin to type into an input. */
function findFocusable(ancestor: Element, tag: string): HTMLElement | undefined {
  const found = [...ancestor.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility() && !element.matches(':disabled'),
  );
  return found.find(({ tagName }) => tagName === tag) ?? found[0];
}
