/** Finds the probes of one source and what they count. */
import type { Node } from 'oxc-parser';
import { CovermainError } from '../../../platform/errors.js';
import { NESTED_TOO_DEEPLY } from '../../../platform/refuse-deep-nesting.js';
import { type Edits, newEdits } from '../edits/edits.js';
import { mayContainHints, NO_HINTS, readHints } from '../hints/hints.js';
import { type CountedItems, newCountedItems } from '../items/counted-items.js';
import { findLines, type Lines } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { parseTree } from '../syntax/parse.js';
import { findGuardedFunctions } from './guarded-functions.js';
import { visitNode } from './visit-node.js';
import type { Walk } from './walk.js';

export interface WalkedSource {
  readonly program: NodeOf<'Program'>;
  readonly edits: Edits;
  readonly items: CountedItems;
  readonly lines: Lines;
  /** Name of the variable that holds the counters; the source does not use this name. */
  readonly countersVariable: string;
  /** Whether the source has functions that may be called before the prelude has run. */
  readonly isGuarded: boolean;
  /** Whether an ignore hint excludes the whole file. */
  readonly isIgnored: boolean;
}

export interface WalkOptions {
  readonly ignoreClassMethods: readonly string[];
  /** Whether the source is compiled code, whose ignore hints are read from its original sources instead. */
  readonly isCompiled?: boolean;
}

/**
 * Parses a source and finds its items and the insertions for their probes.
 *
 * @param file absolute path; its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function walkSource(source: string, file: string, options: WalkOptions): WalkedSource {
  const { ignoreClassMethods, isCompiled = false } = options;
  const parsed = parseTree(source, file, isCompiled);
  const { program } = parsed;
  const lines = findLines(source);
  // Reading `comments` copies them from the parser, which takes time. So they are read only if there may be hints.
  const hints =
    !isCompiled && mayContainHints(source) ? readHints(source, program, parsed.comments(), lines) : NO_HINTS;
  const countersVariable = unusedName(source);
  const guardedFunctions = findGuardedFunctions(program);
  const walk: Walk = {
    edits: newEdits(),
    items: newCountedItems(hints.isIgnored),
    ignoreClassMethods,
    countersVariable,
    guardedFunctions,
    elseIfs: new Set(),
    slowCount: 0,
    loopCount: 0,
    nodeCount: 0,
    openLoops: 0,
    guardText: '',
    hintOf: hints.hintOf,
    dropHint: hints.dropHint,
    visit: visitNode,
    enclosingClass: undefined,
    isInDerivedClass: false,
    isInWith: false,
    currentSegment: undefined,
    hoistOffset: undefined,
  };
  if (!hints.isFileIgnored) walkProgram(walk, program);
  const { edits, items } = walk;
  return {
    program,
    edits,
    items,
    lines,
    countersVariable,
    isGuarded: guardedFunctions.size > 0,
    isIgnored: hints.isFileIgnored,
  };
}

/** Visits all nodes. @throws CovermainError `SOURCE_NOT_PARSED` if the nodes are nested deeper than the stack allows */
function walkProgram(walk: Walk, program: Node): void {
  try {
    visitNode(walk, program);
  } catch (error) {
    // V8 throws a RangeError when its stack overflows.
    if (!(error instanceof RangeError)) throw error;
    throw new CovermainError('SOURCE_NOT_PARSED', NESTED_TOO_DEEPLY, { cause: error });
  }
}

/** Returns a name that no identifier of the source contains, even if the identifier is written with escapes. */
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
