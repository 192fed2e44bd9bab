/** Decides whether a stream gets colours. */
import { type Colors, createColors } from '../commands/colors.js';

/**
 * Returns the colours for a stream: those of a terminal, none for a pipe or a file. `NO_COLOR` turns them off,
 * `FORCE_COLOR` on; `NO_COLOR` wins. `FORCE_COLOR=0` turns them off, too.
 *
 * picocolors' own detection looks at stdout only, and turns colours on in every CI.
 *
 * @see https://no-color.org
 */
export function colorsFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Colors {
  return createColors(hasColors(stream, environment));
}

function hasColors(
  { isTTY = false }: { readonly isTTY?: boolean },
  { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTTY && TERM !== 'dumb';
}
