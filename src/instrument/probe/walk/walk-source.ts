/** Where probes go in one source text, and what they count. */

import type { Node } from 'oxc-parser';
import { type Edits, newEdits } from '../edits/edits.js';
import { mayHint, NO_HINTS, readHints } from '../hints/hints.js';
import { type CountedItems, newCountedItems } from '../items/counted-items.js';
import { findLines, type Lines } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { parse } from '../syntax/parse.js';
import { findGuardedFunctions } from './guarded-functions.js';
import { visitNode } from './visit-node.js';
import type { Walk } from './walk.js';

export interface WalkedSource {
  readonly program: NodeOf<'Program'>;
  readonly edits: Edits;
  readonly items: CountedItems;
  readonly lines: Lines;
  /** The variable that holds the counters: a name that the source does not use. */
  readonly counters: string;
  /** Whether functions may be called before the file has run. */
  readonly isGuarded: boolean;
  /** Whether a hint leaves out the whole file. */
  readonly isIgnored: boolean;
}

export interface WalkOptions {
  readonly ignoreClassMethods: readonly string[];
  /** Whether ignore hints are for others: what was compiled is ignored by the hints of its source. */
  readonly isCompiled?: boolean;
}

/**
 * @param file absolute path; its extension tells the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function walkSource(source: string, file: string, options: WalkOptions): WalkedSource {
  const { ignoreClassMethods, isCompiled = false } = options;
  const parsed = parse(source, file);
  const { program } = parsed;
  const lines = findLines(source);
  // Comments are only handed over by the parser where there may be hints among them.
  const hints =
    !isCompiled && mayHint(source) ? readHints(source, program, parsed.comments, lines) : NO_HINTS;
  const counters = unusedName(source);
  const early: ReadonlySet<Node> = findGuardedFunctions(program);
  const walk: Walk = {
    edits: newEdits(),
    items: newCountedItems(hints.isIgnored),
    ignoreClassMethods,
    counters,
    early,
    guard: '',
    hintOf: hints.hintOf,
    dropHint: hints.dropHint,
    visit: visitNode,
    owner: undefined,
    isDerived: false,
    isInWith: false,
    at: undefined,
    hoistTo: undefined,
  };
  if (!hints.isFileIgnored) visitNode(walk, program);
  const { edits, items } = walk;
  return {
    program,
    edits,
    items,
    lines,
    counters,
    isGuarded: early.size > 0,
    isIgnored: hints.isFileIgnored,
  };
}

/** A name that no identifier of the source has, also where that is written with escapes. */
function unusedName(source: string): string {
  const text = source.includes('\\u') ? source + source.replace(ESCAPE, decodeEscape) : source;
  let name = '$c';
  for (let number = 1; text.includes(name); number += 1) name = `$c${number}`;
  return name;
}

const ESCAPE = /\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))/g;

function decodeEscape(text: string, long?: string, short?: string): string {
  const code = Number.parseInt(long ?? short ?? '', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : text;
}
