/** Builds the `NODE_OPTIONS` of a measured process, and returns the options that a process was given. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The option that loads the preload. Unlike `--import`, `--require` reaches every thread and does not start the loader
 * of ES modules. The relative path is valid in the directories of all bundles that contain this module.
 */
const PRELOAD = `--require ${quote(fileURLToPath(new URL('../hooks/preload.cjs', import.meta.url)))}`;

/** Matches an option that preloads tsx, by its name or by the path of its package. */
const ANY_TSX = /(^|\s)(--import|--require|-r)[= ](tsx(\/\S*)?|\S*\/node_modules\/tsx\/\S+)(\s|$)/;

/**
 * Matches the options up to Yarn's Plug'n'Play, which makes packages loadable from archives. The preload may be in one,
 * and its dependencies are.
 */
const THROUGH_PNP = /^.*(?:--require|-r)[= ](?:"(?:[^"\\]|\\.)*\.pnp\.c?js"|\S*\.pnp\.c?js)(?=\s|$)/;

/**
 * Returns options with the preload before all other preloads except Plug'n'Play: the hook that is registered first is
 * innermost and gets the original source.
 */
export function withPreload(given = ''): string {
  if (given.includes(PRELOAD)) return given;
  const [pnp = ''] = THROUGH_PNP.exec(given) ?? [];
  return [pnp, PRELOAD, given.slice(pnp.length)]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** Returns options with tsx last, unless they already load tsx. */
export function withTsx(given = ''): string {
  if (ANY_TSX.test(given)) return given;
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return `${given} --import ${pathToFileURL(tsx).href}`.trim();
}

/**
 * Quotes a path for `NODE_OPTIONS` if it needs quotes, which Node 10 and older do not support: in double quotes Node does
 * not split at spaces, and a backslash escapes a character.
 */
function quote(path: string): string {
  return /["\\\s]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}

/** Returns Node's options from `NODE_OPTIONS` and the command line. */
export function givenNodeOptions(): string {
  return [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ');
}
