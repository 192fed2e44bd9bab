/** What of compiled code stands for what of its original sources. */

import type { SourceSpan } from '../syntax/lines.js';
import type { MappedOffsets, OriginalSource } from './mapped-offsets.js';
import type { Outline, OutlinedFunction, Part, Unit, UnitList } from './outline.js';

/** An original source and its outline. */
export interface OutlinedOriginal {
  readonly original: OriginalSource;
  readonly outline: Outline;
}

/** Keys are of the compiled code, values of an original source. */
export interface Pairing {
  readonly mapped: MappedOffsets;
  readonly functions: Map<OutlinedFunction, Paired<OutlinedFunction>>;
  readonly units: Map<Unit, Paired<Unit>>;
  /** Units whose code contains that of other functions, which a minifier put there. Only their own count is known. */
  readonly extendedUnits: Map<Unit, Paired<Unit>>;
  readonly lists: Map<UnitList, Paired<UnitList>>;
  /** The `if` and `switch` statements whose alternatives stand for those of the original statement, in order. */
  readonly alternatives: Set<Unit>;
}

export interface Paired<Value> {
  readonly original: OriginalSource;
  readonly value: Value;
}

/** Where the start of compiled code leads, compared with the start of original code. */
export type StartMatch = 'same' | 'other' | 'unknown';

/** Compares where two expressions start. Parentheses around the original one belong to its range. */
export function compareStartOffsets(
  { trace }: MappedOffsets,
  compiled: SourceSpan,
  original: OriginalSource,
  part: Part,
): StartMatch {
  const target = trace(compiled.start);
  if (!target) return 'unknown';
  const last = skipParentheses(original.source, part.start);
  const isSame = target.original === original && target.offset >= part.range.start && target.offset <= last;
  return isSame ? 'same' : 'other';
}

/** Returns the offset of the code in the parentheses that start at an offset, which TypeScript omits with a type. */
export function skipParentheses(source: string, offset: number): number {
  const [parentheses = ''] = /^[\s(]*/.exec(source.slice(offset, offset + 100)) ?? [];
  return offset + parentheses.length;
}
