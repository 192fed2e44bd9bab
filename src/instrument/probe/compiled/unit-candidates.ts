/** Finds the original statement that each statement of compiled code leads to. */
import type { MappedOffsets, OriginalSource } from './mapped-offsets.js';
import type { Outline, Unit } from './outline.js';
import { compareStartOffsets, type OutlinedOriginal, type Paired, skipParentheses } from './pairing.js';

/**
 * Returns the original unit of each unit of compiled code: one of the same kind that starts where the map leads. A unit
 * is left out if another one leads to the same original unit, since a compiler may write code twice.
 */
export function findCandidates(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  mapped: MappedOffsets,
): ReadonlyMap<Unit, Paired<Unit>> {
  const indices = new Map(
    originals.map(({ original, outline }) => [original, indexUnits(original, outline)]),
  );
  const claims = new Map<Unit, Unit[]>();
  const candidates = new Map<Unit, Paired<Unit>>();
  for (const unit of compiled.lists.flatMap(({ units }) => units)) {
    for (const start of startsOf(unit)) {
      const target = mapped.trace(start);
      const value =
        target &&
        indices
          .get(target.original)
          ?.get(target.offset)
          ?.find((one) => standsFor(mapped, unit, { original: target.original, value: one }));
      if (!value) continue;
      candidates.set(unit, { original: target.original, value });
      claims.set(value, [...(claims.get(value) ?? []), unit]);
      break;
    }
  }
  for (const units of claims.values())
    if (units.length > 1) for (const unit of units) candidates.delete(unit);
  return candidates;
}

function indexUnits({ source }: OriginalSource, { lists }: Outline): ReadonlyMap<number, readonly Unit[]> {
  const index = new Map<number, Unit[]>();
  for (const unit of lists.flatMap(({ units }) => units)) {
    const starts = startsOf(unit);
    // Some code generators map a parenthesized statement to the expression in the parentheses.
    for (const start of new Set([...starts, ...starts.map((one) => skipParentheses(source, one))])) {
      const units = index.get(start);
      if (units) units.push(unit);
      else index.set(start, [unit]);
    }
  }
  return index;
}

/**
 * Returns the offsets at which a unit, and the value or first expression of it, starts. Some code generators map only the
 * expression of a `return`, or the condition after `else if`.
 */
function startsOf({ span, value, parts }: Unit): readonly number[] {
  const inner = value ?? parts.find(Boolean);
  return inner ? [span.start, inner.start] : [span.start];
}

/**
 * Whether a unit of compiled code can stand for an original one: their kinds are equal, or one is another notation of the
 * other, such as `exports.a = value` for `export const a = value`.
 */
function standsFor(
  mapped: MappedOffsets,
  unit: Unit,
  { original, value: { kind, parts } }: Paired<Unit>,
): boolean {
  if (unit.kind === kind) return true;
  if (kind === 'ReturnStatement') return unit.kind === 'ReturnedExpression';
  if (kind === 'ReturnedExpression') return unit.kind === 'ReturnStatement';
  if (kind !== 'Declarator' && kind !== 'Field') return false;
  const [part] = parts;
  const isAssignment = unit.kind === 'ExpressionStatement' && unit.value !== undefined;
  return (
    isAssignment && part !== undefined && compareStartOffsets(mapped, unit.value, original, part) === 'same'
  );
}
