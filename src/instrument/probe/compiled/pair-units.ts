/** Pairs the statements of compiled code with those of its original sources, list by list. */
import type { SourceSpan } from '../syntax/lines.js';
import { hasSameAlternatives } from './alternatives.js';
import type { OriginalSource } from './mapped-offsets.js';
import type { Outline, OutlinedFunction, Unit, UnitList } from './outline.js';
import { compareStartOffsets, type OutlinedOriginal, type Paired, type Pairing } from './pairing.js';
import { findCandidates } from './unit-candidates.js';

interface UnitPairing extends Pairing {
  /** The unit that each unit of the compiled code leads to, which no other one leads to. */
  readonly outlines: ReadonlyMap<OriginalSource, Outline>;
  readonly candidates: ReadonlyMap<Unit, Paired<Unit>>;
}

/**
 * Pairs units and lists.
 *
 * @param functions pairs of functions, without those whose calls a compiler may have replaced by their code
 */
export function pairUnits(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  { mapped, functions }: Pick<Pairing, 'mapped' | 'functions'>,
): Pairing {
  const pairing: UnitPairing = {
    mapped,
    functions,
    units: new Map(),
    extendedUnits: new Map(),
    lists: new Map(),
    outlines: new Map(originals.map(({ original, outline }) => [original, outline])),
    candidates: findCandidates(compiled, originals, mapped),
    alternatives: new Set(),
  };
  const functionOf = new Map(compiled.functions.map((item) => [item.list, item]));
  for (const list of compiled.lists) {
    const paired = pairedFunctionOf(pairing, functionOf.get(list));
    if (paired) pairLists(pairing, list, { original: paired.original, value: paired.value.list });
    if (list.kind !== 'part') pairOpenUnits(pairing, list, paired === undefined);
  }
  return pairing;
}

function pairedFunctionOf(
  { functions }: Pairing,
  item: OutlinedFunction | undefined,
): Paired<OutlinedFunction> | undefined {
  return item && functions.get(item);
}

/** Pairs the units of two lists that stand for each other. */
function pairLists(pairing: UnitPairing, list: UnitList, paired: Paired<UnitList>): void {
  pairing.lists.set(list, paired);
  pairInOrder(pairing, list, (unit) => unit.list === paired.value);
}

/** Pairs the units of a list that compilers move: top-level code into a function, fields into a constructor. */
function pairOpenUnits(pairing: UnitPairing, list: UnitList, isOpen: boolean): void {
  pairInOrder(pairing, list, ({ list: { kind } }) => kind === 'fields' || (kind === 'open' && isOpen));
}

function pairInOrder(pairing: UnitPairing, list: UnitList, isExpected: (unit: Unit) => boolean): void {
  const lastIndices = new Map<UnitList, number>();
  for (const unit of list.units) {
    const paired = pairing.candidates.get(unit);
    if (!paired || !isExpected(paired.value)) continue;
    const { value } = paired;
    const last = lastIndices.get(value.list) ?? -1;
    if (value.index <= last) continue;
    const isNext = value.index === last + 1;
    if (!hasSameParts(pairing, unit, paired, isNext)) {
      if (!isNext || !isExtended(pairing, unit, paired)) continue;
      lastIndices.set(value.list, value.index);
      pairing.extendedUnits.set(unit, paired);
      continue;
    }
    lastIndices.set(value.list, value.index);
    pairing.units.set(unit, paired);
    pairBodies(pairing, unit, paired);
  }
}

/**
 * Whether all code of a compiled unit comes from the original one. Minifiers join a statement with those before it, as
 * in `return a(), b` for `a(); return b`, or take the value of a variable in its place.
 *
 * @param isNext whether no original statement before it is missing in the compiled code
 */
function hasSameParts(
  { mapped }: Pairing,
  unit: Unit,
  { value, original }: Paired<Unit>,
  isNext: boolean,
): boolean {
  const isTransformed = unit.kind !== value.kind && unit.value !== undefined;
  const parts = isTransformed ? [unit.value] : unit.parts;
  if (isTransformed && mapped.compare(unit.span, original, value.span) === 'elsewhere') return false;
  if (parts.length !== value.parts.length) return false;
  let isFirst = true;
  return value.parts.every((part, index) => {
    const own = parts[index];
    if (!part || !own) return !part === !own;
    const start = isFirst ? compareStartOffsets(mapped, own, original, part) : 'same';
    isFirst = false;
    if (start === 'other' || (start === 'unknown' && !isNext)) return false;
    return mapped.compare(own, original, part.range) !== 'elsewhere';
  });
}

/** Pairs the bodies of two statements. */
function pairBodies(pairing: UnitPairing, unit: Unit, { value, original }: Paired<Unit>): void {
  if (value.kind === 'IfStatement' || value.kind === 'SwitchStatement') {
    if (!hasSameAlternatives(pairing.mapped, unit, { value, original })) return;
    pairing.alternatives.add(unit);
  }
  for (const [role, list] of unit.lists) {
    const theirs = value.lists.get(role);
    if (theirs) pairLists(pairing, list, { original, value: theirs });
  }
}

/**
 * Whether a compiled unit starts as the original one does, and contains nothing else but code of functions around neither
 * of them. A minifier put this code in the place of calls.
 */
function isExtended(
  { mapped, outlines }: UnitPairing,
  unit: Unit,
  { value, original }: Paired<Unit>,
): boolean {
  const [own, part] = [unit.parts.find(Boolean), value.parts.find(Boolean)];
  if (unit.kind !== value.kind || !own || !part) return false;
  if (compareStartOffsets(mapped, own, original, part) !== 'same') return false;
  const contains = ({ start, end }: SourceSpan, offset: number) => start <= offset && offset <= end;
  return mapped.isFrom(own, ({ original: source, offset }) => {
    if (source === original && contains(value.span, offset)) return true;
    const functions = outlines.get(source)?.functions ?? [];
    return functions.some(
      ({ body }) => contains(body, offset) && !(source === original && contains(body, value.span.start)),
    );
  });
}
