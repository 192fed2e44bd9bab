/** Returns a line as covermain logs it on stderr, without a line break: with a prefix, since the app prints there, too. */
export function formatLogLine(line: string): string {
  return `covermain: ${line}`;
}
