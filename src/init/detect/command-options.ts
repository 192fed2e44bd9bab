/** Separates options of command lines from their other words. */
import type { ScriptWord } from './script-words.js';

/** An option with a value. */
export interface OptionValue {
  readonly name: string;
  readonly value: string;
  /** Position of the option among the words. */
  readonly index: number;
}

export interface CommandWords {
  readonly values: readonly OptionValue[];
  /** Words that are neither options nor their values. */
  readonly operands: readonly ScriptWord[];
}

/** Separates the options of a command from its other words. @param valued options whose value is the next word */
export function readOptions(words: readonly ScriptWord[], valued: ReadonlySet<string>): CommandWords {
  const values: OptionValue[] = [];
  const operands: ScriptWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as ScriptWord;
    const [, name = '', value = ''] = /^(--?[^=]+)=(.*)$/s.exec(word.text) ?? [];
    if (name !== '') values.push({ name, value, index });
    else if (valued.has(word.text))
      values.push({ name: word.text, value: words[index + 1]?.text ?? '', index: index++ });
    else if (!word.text.startsWith('-')) operands.push(word);
  }
  return { values, operands };
}
