/** A case of the fuzz test: the input that commands read, and what is known about it. */

/** Files of an input by their path relative to the input's directory. A single file has the path `''`. */
export type InputFiles = ReadonlyMap<string, Buffer>;

/** Kinds of inputs. Each has all readers of its own. */
export const INPUT_KINDS = ['directory', 'archive', 'istanbul', 'istanbul directory', 'go text'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

export interface FuzzCase {
  readonly index: number;
  readonly kind: InputKind;
  /** Descriptions of the changes, in order. */
  readonly mutations: readonly string[];
  /** Whether the changes have no meaning, so that all numbers are those of the valid input. */
  readonly isNeutral: boolean;
  readonly files: InputFiles;
}

/** A failing case, as it is written to a file for `--replay`. */
export interface RecordedCase extends Omit<FuzzCase, 'files'> {
  readonly seed: number;
  readonly problems: readonly string[];
  /** Content of the files in Base64, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export function recordCase(one: FuzzCase, seed: number, problems: readonly string[]): RecordedCase {
  const files = Object.fromEntries([...one.files].map(([path, bytes]) => [path, bytes.toString('base64')]));
  return { ...one, seed, problems, files };
}

export function restoreCase({ files, ...rest }: RecordedCase): FuzzCase {
  const restored = Object.entries(files).map(([path, text]) => [path, Buffer.from(text, 'base64')] as const);
  return { ...rest, files: new Map(restored) };
}
