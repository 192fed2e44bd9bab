/** Lets the lines glow that were just hit. */
import type { JSX } from 'preact';
import { GLOW_TIME } from '../state/glow-time.js';
import type { ShownFile } from './open-file.js';

export interface CodeGlowsProps {
  readonly file: ShownFile;
  /** The lines that are drawn. */
  readonly rows: readonly {
    /** From 1. */
    readonly line: number;
    /** Pixels. */
    readonly top: number;
  }[];
}

/**
 * One layer above all rows. An animated element in each row would make browsers draw each row by itself, because what comes after it
 * lies above it.
 */
export function CodeGlows({ file, rows }: CodeGlowsProps): JSX.Element {
  const { hits, revisions } = file;
  const since = performance.now() - GLOW_TIME;
  return (
    <div class="code-glows" aria-hidden="true">
      {rows
        .filter(({ line }) => (hits.get(line) ?? Number.NEGATIVE_INFINITY) > since)
        .map(({ line, top }) => (
          <div
            key={`${line} ${revisions.get(line) ?? 0}`}
            class="code-glow"
            data-glow={line}
            style={{ top: `${top}px` }}
          />
        ))}
    </div>
  );
}
