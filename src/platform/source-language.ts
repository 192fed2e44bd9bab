/** The languages of source files, by their extensions. */
import { extname } from 'node:path';

export type SourceLanguage = 'jsx' | 'ts' | 'tsx';

/** `<` can open a type in `.ts`, so JSX is enabled only where TypeScript itself allows it. */
const LANGUAGES: Readonly<Record<string, SourceLanguage>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** Returns the parser's name of the language of a file. */
export function languageOf(file: string): SourceLanguage {
  return LANGUAGES[extname(file)] ?? 'jsx';
}
