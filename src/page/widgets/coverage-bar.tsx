/** Draws covered items as a bar: one segment, or three in a comparison. */
import type { JSX } from 'preact';
import { groupDigits } from '../../view/line-words.js';

export interface CoverageBarProps {
  readonly total: number;
  /** Numbers of covered items: one, or three in a comparison (only first, both, only second). */
  readonly parts: readonly number[];
}

const COMPARED = ['first', 'both', 'second'];

/** The bar is decorative: the same numbers are next to it as text. */
export function CoverageBar({ total, parts }: CoverageBarProps): JSX.Element {
  const isCompared = parts.length > 1;
  return (
    <span class={`bar ${isCompared && total > 0 ? '' : levelOf(parts[0] ?? 0, total)}`} aria-hidden="true">
      {total > 0 &&
        parts.map((part, index) => (
          <span
            key={index}
            class={`bar-part ${isCompared ? `bar-${COMPARED[index]}` : ''}`}
            style={{ width: `${Math.min(100, (part / total) * 100)}%` }}
          />
        ))}
    </span>
  );
}

/** Returns the numbers of a bar as text. */
export function describeParts(total: number, parts: readonly number[]): string {
  if (total === 0) return 'none';
  const [first = 0, both = 0, second = 0] = parts;
  if (parts.length <= 1) return `${groupDigits(first)} of ${groupDigits(total)}`;
  return `only A ${groupDigits(first)}, both ${groupDigits(both)}, only B ${groupDigits(second)} of ${groupDigits(total)}`;
}

function levelOf(covered: number, total: number): string {
  if (total === 0) return 'bar-empty';
  if (covered >= total) return 'bar-full';
  return covered === 0 ? 'bar-none' : 'bar-some';
}
