/** Removes ignore hints of c8 and V8. The engine `nyc` does not know them, so their effect cannot be compared. */

const FOREIGN_HINT = /\b([cv]8|node:coverage)(?=\s+(ignore|disable|enable)\b)/g;

/** Returns a text in which these hints have no effect and all positions are unchanged. */
export function withoutForeignHints(text: string): string {
  return text.replace(FOREIGN_HINT, (name) => '-'.repeat(name.length));
}
