/** The `NODE_OPTIONS` under which a process of a run is measured. */

const PRELOAD = `--import ${new URL('./preload.js', import.meta.url).href}`;
const TSX = `--import ${import.meta.resolve('tsx')}`;

/** `given` with the hooks in front: the one registered first is innermost and sees what the author wrote. */
export function withPreload(given = ''): string {
  return given.includes(PRELOAD) ? given : `${PRELOAD} ${given}`.trim();
}

/** `given` with tsx behind, unless the project brings its own. */
export function withTsx(given = ''): string {
  return /\btsx\b/.test(given) ? given : `${given} ${TSX}`.trim();
}
