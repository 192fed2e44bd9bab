/** What a probed file begins with: the declaration of its counters. */

import type { Node } from 'oxc-parser';
import { COUNTERS_GLOBAL } from '../../counters-global.js';
import { isDirective, type NodeOf } from '../syntax/nodes.js';
import { countersGuard } from './counters-guard.js';
import type { Insertion } from './edits.js';

export interface Prelude {
  /** The variable that holds the counters. */
  readonly counters: string;
  /** Whether functions may be called before the prelude has run. */
  readonly isGuarded: boolean;
  /** For each source of the file, the hash of its meta and the number of its counters. */
  readonly sources: readonly { readonly hash: string; readonly probes: number }[];
}

/** Where the runtime is absent, the code runs all the same. */
export function writePrelude({ counters, isGuarded, sources }: Prelude): string {
  const args = sources.map(({ hash, probes }) => `"${hash}",${probes}`).join(',');
  const get = `typeof ${COUNTERS_GLOBAL}==="function"?${COUNTERS_GLOBAL}(${args}):[]`;
  return isGuarded
    ? `var ${counters};function ${counters}_(){${counters}=${get}}${countersGuard(counters)};`
    : `var ${counters}=${get};`;
}

/** The prelude as the first insertion: behind directives, in front of the first statement. */
export function insertPrelude(
  { body, hashbang }: NodeOf<'Program'>,
  insertions: readonly Insertion[],
  text: string,
): readonly Insertion[] {
  const first = body.find((statement) => !isDirective(statement));
  const last = body.at(-1);
  if (first) return insertAt(insertions, { offset: beginOf(first), text });
  if (last) return insertAt(insertions, { offset: last.end, text: `;${text}` });
  return insertAt(insertions, hashbang ? { offset: hashbang.end, text: `\n${text}` } : { offset: 0, text });
}

/** Decorators may stand in front of `export`, and so of the statement itself. */
function beginOf(statement: Node): number {
  const declaration = 'declaration' in statement ? statement.declaration : null;
  const decorators = declaration?.type === 'ClassDeclaration' ? declaration.decorators : [];
  return Math.min(statement.start, ...decorators.map(({ start }) => start));
}

function insertAt(insertions: readonly Insertion[], prelude: Insertion): readonly Insertion[] {
  const index = insertions.findIndex(({ offset }) => offset >= prelude.offset);
  return index === -1
    ? [...insertions, prelude]
    : [...insertions.slice(0, index), prelude, ...insertions.slice(index)];
}
