/**
 * Finds functions whose calls a compiler may have replaced by their code. Such a function can be in the compiled code,
 * too, and is then called less often than the original one.
 */
import type { MappedOffsets, OriginalSource } from './mapped-offsets.js';
import type { Outline, OutlinedCall, OutlinedFunction } from './outline.js';
import type { OutlinedOriginal, Paired } from './pairing.js';

/**
 * Returns the original functions that may be called where the compiled code has no call. A function that is not in the
 * compiled code is inlined or unused; calls in an unused one do not count.
 */
export function findInlined(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  mapped: MappedOffsets,
  paired: Iterable<Paired<OutlinedFunction>>,
): ReadonlySet<OutlinedFunction> {
  const compiledFunctions = new Set([...paired].map(({ value }) => value));
  const outlines = originals.map(({ outline }) => outline);
  const functions = outlines.flatMap((outline) => outline.functions);
  const missing = findMissingCalls(compiled, originals, mapped);
  const namesOf = groupAliases(outlines);
  const suspects = new Set<string>();
  const inlined = new Set<OutlinedFunction>();
  const mayRun = ({ outer }: OutlinedCall): boolean =>
    outer === undefined || compiledFunctions.has(outer) || inlined.has(outer) || outer.names.length === 0;
  let known = -1;
  while (known !== suspects.size + inlined.size) {
    known = suspects.size + inlined.size;
    for (const call of missing.filter(mayRun))
      for (const name of [call.name, ...call.argumentNames])
        if (name !== undefined) suspects.add(namesOf(name));
    for (const item of functions)
      if (item.names.some((name) => suspects.has(namesOf(name)))) inlined.add(item);
  }
  return inlined;
}

/** Returns the calls of the original sources to which no call of the compiled code leads. */
function findMissingCalls(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  { trace }: MappedOffsets,
): readonly OutlinedCall[] {
  const found = new Map<OriginalSource, Set<number>>(originals.map(({ original }) => [original, new Set()]));
  for (const start of compiled.calls.flatMap(({ starts }) => starts)) {
    const target = trace(start);
    if (target) found.get(target.original)?.add(target.offset);
  }
  return originals.flatMap(({ original, outline }) =>
    outline.calls.filter(({ starts }) => !starts.some((start) => found.get(original)?.has(start))),
  );
}

/** Returns a function that returns one name for all names of the same value. */
function groupAliases(outlines: readonly Outline[]): (name: string) => string {
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined || parent === name ? name : find(parent);
  };
  for (const [one, other] of outlines.flatMap(({ aliases }) => aliases)) parents.set(find(one), find(other));
  return find;
}
