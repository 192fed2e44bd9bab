/** An app as its official starter or guide makes it, before covermain is added. */
import type { Files } from '../project.js';

/**
 * The app listens on `PORT` of its environment, prints `listening on` with the port, and answers `/hello`. One line of it
 * has the comment `// each request`.
 */
export interface Starter {
  /** Completes the sentence "covermain init sets up …". */
  readonly title: string;
  readonly files: Files;
  /** Packages to install, as for `npm install`. */
  readonly packages: readonly string[];
  /** Command that the user runs before the app, such as a compiler. */
  readonly build?: readonly [command: string, ...args: string[]];
  /** Path of the file that answers requests. */
  readonly answers: string;
  /** Path of the harness file that `covermain init` creates. */
  readonly harness: string;
  /** What `covermain init` prints about the project. */
  readonly recognized: readonly RegExp[];
}

/** Returns the text of a package.json. */
export function manifest(fields: object): string {
  return `${JSON.stringify({ name: 'shop', version: '1.0.0', private: true, ...fields }, null, 2)}\n`;
}

/** Returns the text of a JSON file. */
export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
