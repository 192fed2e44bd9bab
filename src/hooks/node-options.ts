/** The `NODE_OPTIONS` under which a process of a run is measured. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * By `--require`, which unlike `--import` reaches every thread and does not start the loader of ES modules. The path
 * leads there from the folders of all bundles that this is part of.
 */
const PRELOAD = `--require ${quote(fileURLToPath(new URL('../hooks/preload.cjs', import.meta.url)))}`;

/** tsx as a preload, by its name or by the path of its package. */
const ANY_TSX = /(^|\s)(--import|--require|-r)[= ](tsx(\/\S*)?|\S*\/node_modules\/tsx\/\S+)(\s|$)/;

/** `given` with the hooks in front: the one registered first is innermost and sees what the author wrote. */
export function withPreload(given = ''): string {
  return given.includes(PRELOAD) ? given : `${PRELOAD} ${given}`.trim();
}

/** `given` with tsx behind, unless the project brings its own. */
export function withTsx(given = ''): string {
  if (ANY_TSX.test(given)) return given;
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return `${given} --import ${pathToFileURL(tsx).href}`.trim();
}

/** As Node reads `NODE_OPTIONS`: in double quotes a space is none, and a backslash hides what follows. */
function quote(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
