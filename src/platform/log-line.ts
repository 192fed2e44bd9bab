/**
 * Formats what covermain logs on stderr. Every log line of covermain passes this function, so text from data never
 * controls the terminal or starts a line, whatever sentence it is part of.
 */
import { toTerminalLine } from './escape-terminal.js';

/**
 * Returns a line as covermain logs it, without the last line break: with a prefix, since the app prints on stderr, too.
 *
 * @param message one line, or several whose beginnings are not data: a line break inside of one is shown as `\n`
 * @param prefix for example in colour
 */
export function formatLogLine(message: string | readonly string[], prefix = 'covermain:'): string {
  return `${prefix} ${[message].flat().map(toTerminalLine).join('\n')}`;
}
