/**
 * Bundles what is loaded into every process of a run, the hooks and the agent: one file takes Node a few milliseconds
 * where forty take fifty. Parsers stay outside, and are loaded when a file has to be instrumented.
 */
import { writeFileSync } from 'node:fs';
import { type BuildOptions, buildSync } from 'esbuild';

const SOURCE = new URL('../src/', import.meta.url).pathname;
const OUT = new URL('../dist/src/', import.meta.url).pathname;

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['oxc-parser', 'istanbul-lib-instrument', 'test-exclude'],
  legalComments: 'none',
};

/** CommonJS has no URL of its own. */
const URL_OF_FILE = "const fileUrl = require('node:url').pathToFileURL(__filename).href;";

/** A default import of a module of Node's. Its properties would all be copied, for a millisecond of every process. */
const COPIED = /__toESM\(require\("(node:\w+)"\)(?:, 1)?\)/g;
const UNCOPIED = '{ __proto__: require("$1"), default: require("$1") }';

for (const name of ['hooks/preload.ts', 'instrument/engines.cts', 'agent/agent.ts', 'auto/live.ts']) {
  const { outputFiles } = buildSync({
    ...shared,
    entryPoints: [`${SOURCE}${name}`],
    outfile: `${OUT}${name.replace(/c?ts$/, 'cjs')}`,
    format: 'cjs',
    define: { 'import.meta.url': 'fileUrl' },
    banner: { js: URL_OF_FILE },
    write: false,
  });
  for (const { path, text } of outputFiles) writeFileSync(path, text.replace(COPIED, UNCOPIED));
}
buildSync({
  ...shared,
  entryPoints: [`${SOURCE}hooks/hooks-thread.ts`],
  outfile: `${OUT}hooks/hooks-thread.js`,
  format: 'esm',
  allowOverwrite: true,
  banner: {
    js: "import { createRequire as createOwnRequire } from 'node:module'; const require = createOwnRequire(import.meta.url);",
  },
});
