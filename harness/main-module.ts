/** Detects and runs entries that start the app only as the main module of Node. */
import Module from 'node:module';
import { fileURLToPath } from 'node:url';

/** Matches `require.main === module`, `import.meta.main`, and `process.argv[1]`, which is compared with `import.meta.url`. */
const GUARD = /\brequire\.main\b|\bmodule\.parent\b|\bimport\.meta\.main\b|\bprocess\.argv(\[1\]|\.at\(1\))/;

/** Matches a named export `main` in ES modules and CommonJS. */
const EXPORTED_MAIN =
  /\bexport\s+((async\s+)?function|const|let|var)\s*\*?\s*main\b|\bexport\s*\{[^}]*\bmain\b|\bexports\.main\b|\bmodule\.exports\s*=\s*\{[^}]*\bmain\b/;

/**
 * Returns whether a module seems to start only as the main module, judged by its text. A module that exports `main` can
 * be started otherwise.
 */
export function startsOnlyAsMain(source: string): boolean {
  return GUARD.test(source) && !EXPORTED_MAIN.test(source);
}

/**
 * Runs a file as Node runs its main module: `require.main` is its module, `process.argv[1]` its path, and an error in it is
 * an uncaught exception.
 *
 * @param file absolute path or `file:` URL
 */
export function runAsMain(file: string | URL): void {
  process.argv[1] = file instanceof URL ? fileURLToPath(file) : file;
  (Module as typeof Module & { runMain(): unknown }).runMain();
}
