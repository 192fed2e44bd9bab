/** Splits the scripts of package.json into commands and words, as far as the shells of all platforms agree. */

/** A word of a script. */
export interface ScriptWord {
  /** Text without quotes and escapes. */
  readonly text: string;
  /** Offsets of the word in the script, with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Words of one command. */
export type ScriptCommand = readonly ScriptWord[];

/**
 * Matches white space, an operator (the `&` of `2>&1` is none), or the next part of a word: a text in quotes, an escaped character or a plain one. A
 * backslash is no escape before a letter, because it separates directories on Windows.
 */
const TOKEN =
  /(?<space>[ \t]+)|(?<operator>&&|\|\||[;|()\n\r]|(?<!>)&)|'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|\\(?<escaped>[\s"'\\$&|;()])|(?<plain>[\s\S])/gy;

/** Returns the commands of a script, in order, without the operators between them. */
export function splitScript(script: string): readonly ScriptCommand[] {
  const commands: ScriptWord[][] = [[]];
  let word: { text: string; start: number } | undefined;
  const endWord = (end: number) => {
    if (word) commands.at(-1)?.push({ ...word, end });
    word = undefined;
  };
  for (const { index, groups = {} } of script.matchAll(TOKEN)) {
    if (groups.space !== undefined || groups.operator !== undefined) endWord(index);
    if (groups.operator !== undefined) commands.push([]);
    const text = groups.single ?? removeEscapes(groups.double) ?? groups.escaped ?? groups.plain;
    if (text !== undefined) word = { text: (word?.text ?? '') + text, start: word?.start ?? index };
  }
  endWord(script.length);
  return commands.filter((command) => command.length > 0);
}

/** Removes the backslashes of a text in double quotes that escape something. */
function removeEscapes(text: string | undefined): string | undefined {
  return text?.replace(/\\(["\\$`])/g, '$1');
}

/** Returns the text of words as written. */
export function textOf(script: string, words: readonly ScriptWord[]): string {
  return script.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}
