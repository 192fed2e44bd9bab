/** Parses the value of `NODE_OPTIONS`. */

export interface NodeOption {
  readonly name: string;
  /** The text after `=`, or the next word; empty if there is neither. */
  readonly value: string;
}

/** Splits as Node does: a space within double quotes does not separate, and a backslash there escapes the next character. */
export function parseOptions(text: string): readonly NodeOption[] {
  const words = [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1')),
  );
  return words.flatMap((word, index) => {
    if (!word.startsWith('-')) return [];
    const [name = '', ...rest] = word.split('=');
    const next = words[index + 1] ?? '';
    return [{ name, value: rest.length > 0 ? rest.join('=') : next.startsWith('-') ? '' : next }];
  });
}
