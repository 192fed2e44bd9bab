/** Reads snippets: those that covermain ships, and files of the user. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { readTextFile } from '../platform/read-text-file.js';
import { parseSource } from './parsed-source.js';
import { readSnippet, type Snippet } from './snippet.js';

interface ShippedSnippet {
  /** Path relative to this module. The build copies the files. */
  readonly path: string;
  readonly alternative?: string;
}

/** Snippets of the package by name. */
const SHIPPED: Readonly<Record<string, ShippedSnippet>> = {
  'trigger-file': {
    path: './snippets/trigger-file.js',
    alternative: 'Or inject no snippet, and start the program with COVER_TRIGGER_FILE=generate_coverage.',
  },
  signal: { path: './snippets/signal.js' },
};

/** Names of the snippets that covermain ships. */
export const SHIPPED_SNIPPETS: readonly string[] = Object.keys(SHIPPED);

/**
 * Reads and parses a snippet.
 *
 * @param name path of a file, relative to `cwd`, or the name of a shipped snippet if no file has this path
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_UNREADABLE`, `SOURCE_NOT_PARSED`, `SNIPPET_INVALID`
 */
export function loadSnippet(name: string, cwd: string): Snippet {
  const path = resolve(cwd, name);
  const shipped = Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined;
  if (existsSync(path)) return parseSnippet(path, name);
  if (shipped) {
    const snippet = parseSnippet(fileURLToPath(new URL(shipped.path, import.meta.url)), name);
    return { ...snippet, alternative: shipped.alternative };
  }
  throw new CovermainError(
    'INPUT_NOT_FOUND',
    `Cannot find the snippet ${quoteText(name)}: no file has this path, and covermain ships only ` +
      `${SHIPPED_SNIPPETS.map(quoteText).join(' and ')}. Name one of these, or a file.`,
  );
}

/** @param name as the user knows it */
function parseSnippet(path: string, name: string): Snippet {
  return readSnippet(parseSource(readTextFile(path), name));
}
