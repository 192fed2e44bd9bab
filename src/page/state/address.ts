/** Reads and writes the fragment of the page's address, so that reloading and the back button keep what is shown. */
import { type CoverageView, formatView, parseView } from '../../view/coverage-view.js';

export interface PageAddress {
  readonly view: CoverageView;
  /** Path of the selected file; `null` for the overview. */
  readonly file: string | null;
  /** Selected line, from 1. */
  readonly line: number | null;
  /** Git ref whose changed lines are listed. */
  readonly since: string | null;
}

export const START_ADDRESS: PageAddress = { view: { kind: 'run' }, file: null, line: null, since: null };

/** Parses a fragment with or without `#`. Ignores all values that are invalid or unknown. */
export function parseAddress(fragment: string): PageAddress {
  const values = new URLSearchParams(fragment.replace(/^#/, ''));
  const line = values.get('line') ?? '';
  const file = values.get('file') || null;
  return {
    view: parseView(values.get('view') ?? '') ?? START_ADDRESS.view,
    file,
    line: file !== null && /^[1-9]\d{0,8}$/.test(line) ? Number(line) : null,
    since: values.get('since') || null,
  };
}

/** Returns the fragment of an address, with `#`. */
export function formatAddress({ view, file, line, since }: PageAddress): string {
  const values = [
    ['view', view.kind === 'run' ? '' : formatView(view)],
    ['file', file ?? ''],
    ['line', file === null || line === null ? '' : String(line)],
    ['since', since ?? ''],
  ] as const;
  const given = values.filter(([, value]) => value !== '');
  return `#${given.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&')}`;
}

/** Leaves `/` and `:` readable. Replaces lone surrogates, which no URL can contain. */
function encodeValue(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
}
