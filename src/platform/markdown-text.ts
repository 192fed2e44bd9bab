/** Parts of the Markdown documents that covermain writes, for GitHub and GitLab. */
import { escapeMarkdown } from './escape-markup.js';
import { escapeTerminal } from './escape-terminal.js';

/** Returns text from data for a line or a table cell. */
export function toMarkdownText(text: string): string {
  return escapeMarkdown(escapeTerminal(text));
}

/** Uses HTML, because backticks cannot contain a backtick, or `|` in a table, in a way that every renderer accepts. */
export function toMarkdownCode(text: string): string {
  return `<code>${toMarkdownText(text)}</code>`;
}

/**
 * Returns the lines that fit, and one with the number of the others.
 *
 * @param maximum number of bytes
 */
export function shortenLines(
  lines: readonly string[],
  maximum: number,
  describeRest: (more: number) => string,
): readonly string[] {
  let room = maximum;
  const end = lines.findIndex((line) => {
    room -= Buffer.byteLength(line) + 1;
    return room < 0;
  });
  return end === -1 ? lines : [...lines.slice(0, end), describeRest(lines.length - end)];
}

/** Returns lines that a reader sees after a click on the summary. */
export function collapseLines(summary: string, lines: readonly string[]): readonly string[] {
  // The empty lines make Markdown inside of HTML work.
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}
