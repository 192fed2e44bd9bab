/** Tests paths against the text of the filter. */

/**
 * Returns a test of paths: they contain the text, in any case. `*` matches within a name, `**` also across directories and `?`
 * one character; a text with any of them must match the path from the start of a name to its end, or to a `/`.
 * Returns `undefined` for an empty text.
 */
export function createPathFilter(text: string): ((path: string) => boolean) | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  if (!/[*?]/.test(wanted)) return (path) => path.toLowerCase().includes(wanted);
  const pattern = wanted.replace(/\*{2,}\/?|[*?]|[^*?]+/g, (token) => {
    if (token.startsWith('**')) return '[^]*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  const expression = new RegExp(`(?:^|/)${pattern}(?:$|/)`);
  return (path) => expression.test(path.toLowerCase());
}
