/** Decides whether an `if` or `switch` of compiled code has the alternatives of the original one, in the same order. */
import type { MappedOffsets } from './mapped-offsets.js';
import type { Unit } from './outline.js';
import type { Paired } from './pairing.js';

/**
 * Whether each alternative of a compiled statement comes from the same alternative of the original one. An `else` that
 * the compiler dropped, because it is empty, is still the other alternative of the condition.
 */
export function hasSameAlternatives(mapped: MappedOffsets, unit: Unit, paired: Paired<Unit>): boolean {
  const { value } = paired;
  const roles = [...unit.lists.keys()];
  if (value.kind === 'SwitchStatement' && roles.join() !== [...value.lists.keys()].join()) return false;
  return roles.every((role) => hasSameOrigin(mapped, unit, paired, role));
}

function hasSameOrigin(
  { compare }: MappedOffsets,
  unit: Unit,
  { value, original }: Paired<Unit>,
  role: string,
): boolean {
  const list = unit.lists.get(role);
  const theirs = value.lists.get(role);
  if (!list?.body || !theirs?.body) return false;
  const origin = compare(list.body.span, original, theirs.body.range);
  return origin === 'inside' || (origin === 'unmapped' && list.units.length + theirs.units.length === 0);
}
