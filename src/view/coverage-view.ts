/** Names what a page shows: the coverage of the run, since a mark, of a session, or the comparison of two sessions. */

export type CoverageView =
  /** Since the last reset, or the final profile of a run that has ended. */
  | { readonly kind: 'run' }
  /** What ran after a mark. Marks are numbered from 1. */
  | { readonly kind: 'mark'; readonly mark: number }
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'comparison'; readonly first: string; readonly second: string };

/** Returns a text for addresses, such as `session:login`. */
export function formatView(view: CoverageView): string {
  switch (view.kind) {
    case 'run':
      return 'run';
    case 'mark':
      return `mark:${view.mark}`;
    case 'session':
      return `session:${encodeURIComponent(view.name)}`;
    case 'comparison':
      return `comparison:${encodeURIComponent(view.first)}:${encodeURIComponent(view.second)}`;
  }
}

/** Returns the names of the sessions that a view shows: two for a comparison. */
export function sessionsInView(view: CoverageView): readonly string[] {
  if (view.kind === 'session') return [view.name];
  return view.kind === 'comparison' ? [view.first, view.second] : [];
}

/** Parses the text of `formatView`. Returns `undefined` for any other text. */
export function parseView(text: string): CoverageView | undefined {
  const [kind, ...encoded] = text.split(':');
  const names = encoded.map(decode);
  const [first, second] = names;
  if (kind === 'run' && names.length === 0) return { kind };
  if (kind === 'mark' && names.length === 1 && /^[1-9]\d{0,8}$/.test(first ?? ''))
    return { kind, mark: Number(first) };
  if (kind === 'session' && names.length === 1 && first) return { kind, name: first };
  if (kind === 'comparison' && names.length === 2 && first && second) return { kind, first, second };
  return undefined;
}

/** @returns `undefined` for an invalid escape */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
