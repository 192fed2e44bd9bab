/** The part of a command that sets variables for the program. */
import { startsEnvironment } from './runners.js';
import { type ScriptWord, textOf } from './script-words.js';

/** Returns the words before a runner that set variables, without those that start it, such as `npx`. */
export function environmentOf(script: string, words: readonly ScriptWord[]): string {
  const [first] = words;
  if (!first || !startsEnvironment(first.text)) return '';
  const isKept = ({ text }: ScriptWord) => !/^(?:npx|yarn|pnpm|bunx|exec|-y|--yes)$/.test(text);
  return words
    .filter((word) => isKept(word) && !isLoaderSetting(word.text))
    .map((word) => textOf(script, [word]))
    .join(' ');
}

/** Whether a word makes Node load TypeScript, which `covermain manual` does itself. */
function isLoaderSetting(word: string): boolean {
  return word.startsWith('NODE_OPTIONS=') && /--loader|ts-node|tsx|swc|esbuild/.test(word);
}
