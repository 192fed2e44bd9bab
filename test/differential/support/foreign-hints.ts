/** The hints of c8 and V8 in a text: the engine `nyc` does not know them, so they are no matter of comparison. */

const FOREIGN = /\b([cv]8|node:coverage)(?=\s+(ignore|disable|enable)\b)/g;

/** The text with these hints disarmed, and everything where it was. */
export function withoutForeignHints(text: string): string {
  return text.replace(FOREIGN, (name) => '-'.repeat(name.length));
}
