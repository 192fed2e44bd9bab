/** The `NODE_OPTIONS` under which a process of a run is measured. */

const PRELOAD = `--import ${new URL('./preload.js', import.meta.url).href}`;
const TSX = `--import ${import.meta.resolve('tsx')}`;

/** `given` with the hooks in front: the one registered first is innermost and sees what the author wrote. */
export function withPreload(given = ''): string {
  return given.includes(PRELOAD) ? given : `${PRELOAD} ${given}`.trim();
}

/** tsx as a preload, by its name or by the path of its package. */
const ANY_TSX = /(^|\s)(--import|--require|-r)[= ](tsx(\/\S*)?|\S*\/node_modules\/tsx\/\S+)(\s|$)/;

/** `given` with tsx behind, unless the project brings its own. */
export function withTsx(given = ''): string {
  return ANY_TSX.test(given) ? given : `${given} ${TSX}`.trim();
}
