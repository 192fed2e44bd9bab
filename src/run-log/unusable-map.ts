/** Reasons why the source map of a file cannot be used, as codes, and the one place that words them. */

export type UnusableMapCode = keyof typeof CLAUSES;

export interface UnusableMap {
  readonly code: UnusableMapCode;
  /** Message of the error; `null` where the code is all there is to know. */
  readonly detail: string | null;
  /** Absolute paths of the sources that the map names, as far as they are known. */
  readonly sources: readonly string[];
}

const CLAUSES = {
  missing: 'does not exist',
  unreadable: 'cannot be read',
  'not-json': 'is not valid JSON',
  version: 'is not of version 3',
  sections: 'has invalid sections',
  'no-sources': 'names no source file',
  'no-texts': 'names sources that do not exist, and does not contain their texts',
  'no-mappings': 'maps no code',
  outside: 'maps to positions that do not exist',
  'lines-only': 'maps lines only, not statements',
  'source-not-parsed': 'leads to a source that cannot be parsed',
  'not-traced': 'cannot be applied to the code',
} as const;

/** Whether a value of a log is an `UnusableMapCode`. */
export function isUnusableMapCode(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(CLAUSES, value);
}

/** Returns a predicate that follows "source map", without a full stop: `does not exist`. */
export function describeUnusableMap({ code, detail }: Pick<UnusableMap, 'code' | 'detail'>): string {
  return detail === null ? CLAUSES[code] : `${CLAUSES[code]} (${detail})`;
}
