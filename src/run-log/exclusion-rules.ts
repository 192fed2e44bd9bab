/** Rules that exclude files from measuring, as codes. */

/** Rules that exclude a file by its path alone, so that its text is never read. */
export type PathRule = (typeof PATH_RULES)[number];

const PATH_RULES = ['outside-root', 'node-modules', 'extension'] as const;

/** `original-sources`: the file is compiled, and none of its original sources is selected. */
export type ExclusionRule = PathRule | 'include' | 'exclude' | 'original-sources';

/** Whether a value of a log is a `PathRule`. */
export function isPathRule(value: unknown): boolean {
  return PATH_RULES.some((rule) => rule === value);
}

/** Files that a run loaded and that one rule excluded. */
export interface Exclusion {
  readonly rule: ExclusionRule;
  /** Number of files. Files in several processes may be the same ones, so this is the number in one process. */
  readonly files: number;
  /** Absolute path of one of them. */
  readonly example: string;
}
