/** Entries that start the app only where Node itself was told to run them. */
import Module from 'node:module';

/** `require.main === module`, `import.meta.main`, and comparisons of `import.meta.url` with `process.argv[1]`. */
const GUARD = /\brequire\.main\b|\bmodule\.parent\b|\bimport\.meta\.main\b|\bprocess\.argv(\[1\]|\.at\(1\))/;

/** A named export `main`, in ES modules and CommonJS. */
const EXPORTED_MAIN =
  /\bexport\s+((async\s+)?function|const|let|var)\s*\*?\s*main\b|\bexport\s*\{[^}]*\bmain\b|\bexports\.main\b|\bmodule\.exports\s*=\s*\{[^}]*\bmain\b/;

/** Whether a module starts only as the main module, by the look of it; one that exports `main` need not. */
export function startsOnlyAsMain(source: string): boolean {
  return GUARD.test(source) && !EXPORTED_MAIN.test(source);
}

/** Runs a file as Node runs its main module. An error in it is an uncaught exception, as it is there. */
export function runAsMain(file: string): void {
  process.argv[1] = file;
  (Module as typeof Module & { runMain(): unknown }).runMain();
}
