/** Pairs the functions of compiled code with those of its original sources. */
import type { MappedOffsets, OriginalSource } from './mapped-offsets.js';
import type { Outline, OutlinedFunction } from './outline.js';
import type { OutlinedOriginal, Paired } from './pairing.js';

type FunctionIndex = ReadonlyMap<OriginalSource, ReadonlyMap<number, OutlinedFunction>>;

/**
 * Returns the function that each function of compiled code stands for. A function that leads to the same one as another
 * does, such as a wrapper of an async function, stands for none. Neither does a function in another function.
 */
export function pairFunctions(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  mapped: MappedOffsets,
): Map<OutlinedFunction, Paired<OutlinedFunction>> {
  const byStart = indexFunctions(originals, ({ starts }) => starts);
  const byBody = indexFunctions(originals, ({ body }) => [body.start]);
  const find = (index: FunctionIndex, offset: number): Paired<OutlinedFunction> | undefined => {
    const target = mapped.trace(offset);
    const value = target && index.get(target.original)?.get(target.offset);
    return value && { original: target.original, value };
  };
  const found = new Map<OutlinedFunction, Paired<OutlinedFunction>>();
  const claims = new Map<OutlinedFunction, number>();
  for (const candidate of compiled.functions) {
    const paired =
      candidate.starts.map((start) => find(byStart, start)).find(Boolean) ??
      find(byBody, candidate.body.start);
    if (!paired) continue;
    found.set(candidate, paired);
    claims.set(paired.value, (claims.get(paired.value) ?? 0) + 1);
  }
  for (const [candidate, { value }] of found) {
    if (claims.get(value) !== 1 || !isSameKind(candidate, value)) found.delete(candidate);
  }
  const counterparts = new Map([...found].map(([candidate, { value }]) => [value, candidate]));
  for (const [{ outer }, { value }] of [...found]) {
    // A function that a compiler moved into another one may have been copied, too.
    const expected = value.outer && counterparts.get(value.outer);
    const isMoved = expected ? outer !== expected : outer !== undefined && found.has(outer);
    if (isMoved) found.delete(counterparts.get(value) as OutlinedFunction);
  }
  return found;
}

function indexFunctions(
  originals: readonly OutlinedOriginal[],
  offsetsOf: (item: OutlinedFunction) => readonly number[],
): FunctionIndex {
  return new Map(
    originals.map(({ original, outline }) => {
      const entries = outline.functions.flatMap((item) =>
        offsetsOf(item).map((offset) => [offset, item] as const),
      );
      return [original, new Map(entries)];
    }),
  );
}

/** Whether both functions run their code when they are called, or both as a generator, or both as an async function. */
function isSameKind({ node: compiled }: OutlinedFunction, { node: original }: OutlinedFunction): boolean {
  return compiled.async === original.async && isGenerator(compiled) === isGenerator(original);
}

function isGenerator(node: OutlinedFunction['node']): boolean {
  return node.type !== 'ArrowFunctionExpression' && node.generator;
}

/** Whether both functions have the same parameters. If not, the code that a compiler made of them precedes the body. */
export function hasSameParameters(compiled: OutlinedFunction, original: OutlinedFunction): boolean {
  const [ours, theirs] = [compiled, original].map(({ node }) =>
    node.params.map(kindOf).filter((kind) => kind !== 'this'),
  );
  return ours?.join() === theirs?.join();
}

function kindOf(parameter: OutlinedFunction['node']['params'][number]): string {
  if (parameter.type === 'TSParameterProperty') return parameter.parameter.type;
  // A type of `this`, which is no parameter.
  if (parameter.type === 'Identifier' && parameter.name === 'this') return 'this';
  return parameter.type;
}
