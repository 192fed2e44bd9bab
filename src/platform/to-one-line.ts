/** Returns a text of several lines as one line: messages of other programs may have several. */
export function toOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
