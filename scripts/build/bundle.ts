/**
 * Bundles the code that starts with every process of a run: the hooks and the agent. Node loads one file in a few
 * milliseconds, and forty files in fifty. Parsers stay outside, because they are loaded only when a file is instrumented.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };
import { inheritModules, shareRequire } from './inherit-modules.js';
import { writeIfChanged } from './write-if-changed.js';

interface Bundle {
  /** Path relative to `src/`. */
  readonly entry: string;
  /** Path relative to the output directory's `src/`. */
  readonly output: string;
  /**
   * `any-node` is CommonJS that every version of Node can load, `loader` CommonJS that does not need its own URL, `parser`
   * CommonJS that resolves like oxc-parser.
   */
  readonly format: 'cjs' | 'esm' | 'any-node' | 'loader' | 'parser';
}

const BUNDLES: readonly Bundle[] = [
  { entry: 'hooks/preload.cts', output: 'hooks/preload.cjs', format: 'any-node' },
  { entry: 'cli/load-bundle.ts', output: 'cli/load-bundle.cjs', format: 'loader' },
  { entry: 'hooks/install-hooks.ts', output: 'hooks/install-hooks.cjs', format: 'cjs' },
  { entry: 'hooks/hooks-thread.ts', output: 'hooks/hooks-thread.js', format: 'esm' },
  { entry: 'instrument/engines.cts', output: 'instrument/engines.cjs', format: 'cjs' },
  { entry: 'instrument/oxc-parser.ts', output: 'instrument/oxc-parser.cjs', format: 'parser' },
  { entry: 'agent/agent.ts', output: 'agent/agent.cjs', format: 'cjs' },
  { entry: 'agent/push-thread.ts', output: 'agent/push-thread.cjs', format: 'cjs' },
  { entry: 'integration/index.ts', output: 'integration/index.cjs', format: 'cjs' },
  { entry: 'config-file/define-config.ts', output: 'config-file/define-config.cjs', format: 'cjs' },
  { entry: 'auto/live.ts', output: 'auto/live.cjs', format: 'cjs' },
];

const SHARED_OPTIONS: BuildOptions & { readonly write: false } = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['oxc-parser', 'oxc-transform', 'get-tsconfig', 'istanbul-lib-instrument'],
  legalComments: 'none',
  write: false,
};

/** Placeholder of the hash of all bundles, by which the cache recognizes code of other builds: `BUILD_ID` in `thread-cache.ts`. */
const BUILD_ID = '<hash of all bundles>';

const FORMAT_OPTIONS: Readonly<Record<Bundle['format'], BuildOptions>> = {
  // CommonJS has no `import.meta.url`.
  cjs: {
    format: 'cjs',
    define: { 'import.meta.url': 'fileUrl', BUILD_ID: JSON.stringify(BUILD_ID) },
    // Tests of the app may replace these globals later, to pretend that they run in a browser.
    banner: {
      js: "const { process, Buffer, URL } = globalThis; const fileUrl = require('node:url').pathToFileURL(__filename).href;",
    },
  },
  // The packages that are bundled call `require`, which ES modules do not have.
  esm: {
    format: 'esm',
    define: { BUILD_ID: JSON.stringify(BUILD_ID) },
    banner: {
      js: "import { createRequire as createOwnRequire } from 'node:module'; const require = createOwnRequire(import.meta.url);",
    },
  },
  loader: { format: 'cjs' },
  // Only oxc-parser itself may resolve its native addon.
  parser: {
    format: 'cjs',
    external: [],
    define: { 'import.meta.url': 'fileUrl' },
    banner: { js: "const fileUrl = require('node:url').pathToFileURL(require.resolve('oxc-parser')).href;" },
  },
  'any-node': {
    format: 'cjs',
    target: 'node8',
    external: ['./install-hooks.cjs'],
    define: { MINIMUM_NODE: JSON.stringify(manifest.engines.node.replace('>=', '')) },
  },
};

/**
 * Writes the bundles.
 *
 * @param root absolute path of the repository
 * @param outputDirectory absolute path
 * @returns absolute paths of the bundles
 */
export function writeBundles(root: string, outputDirectory: string): readonly string[] {
  const texts = BUNDLES.map((bundle) => bundleText(root, bundle));
  const buildId = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32);
  return BUNDLES.map(({ output }, index) => {
    const path = join(outputDirectory, 'src', output);
    writeIfChanged(path, (texts[index] ?? '').replaceAll(BUILD_ID, buildId));
    return path;
  });
}

function bundleText(root: string, { entry, format }: Bundle): string {
  const { outputFiles } = buildSync({
    ...SHARED_OPTIONS,
    ...FORMAT_OPTIONS[format],
    entryPoints: [join(root, 'src', entry)],
  });
  const bundle = inheritModules((outputFiles ?? []).map(({ text }) => text).join(''));
  return format === 'cjs' ? shareRequire(bundle) : bundle;
}
