/** Finds the lengths of functions. Callers read them without executing the function: Express knows error handlers by four parameters. */
import type { Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import { parse } from '../instrument/probe/syntax/parse.js';
import { addToList } from '../platform/add-to-list.js';

/** Returns the lengths of the functions whose body ends at an offset, as text. */
export type LengthAt = (end: number) => string;

/**
 * Returns a function that finds lengths.
 *
 * @param file absolute path; its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function functionLengthsOf(source: string, file: string): LengthAt {
  const lengths = new Map<number, number[]>();
  const pending: Node[] = [parse(source, file).program];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ('params' in node && 'body' in node && Array.isArray(node.params) && node.body)
      addToList(lengths, node.body.end, lengthOf(node.params));
    for (const child of childrenOf(node)) pending.push(child);
  }
  return (end) => (lengths.get(end) ?? []).join();
}

/** Returns the number of parameters before the first with a default or `...`. */
function lengthOf(params: readonly Node[]): number {
  const end = params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
  return end < 0 ? params.length : end;
}
