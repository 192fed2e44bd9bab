/** A change of one file that a command plans, shows or makes. */
export interface FileChange {
  /** Absolute path. */
  readonly path: string;
  /** Content that the change was planned for; `undefined` if the file does not exist. */
  readonly before: Uint8Array | undefined;
  /** Content after the change; `undefined` to delete the file. */
  readonly after: Uint8Array | undefined;
  /** Permission bits, such as 0o755. @default those of the existing file, or those that the umask gives a new file */
  readonly mode?: number;
}

/** Whether a change makes a difference. */
export function changesContent({ before, after }: FileChange): boolean {
  return before === undefined || after === undefined ? before !== after : !equalBytes(before, after);
}

/** Whether two contents have the same bytes. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
