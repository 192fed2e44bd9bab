/** The prelude: the declaration of the counters at the start of an instrumented file. */
import type { Node } from 'oxc-parser';
import { COUNTERS_GLOBAL } from '../../counters-global.js';
import { isDirective, type NodeOf } from '../syntax/nodes.js';
import { countersGuard } from './counters-guard.js';
import type { Insertion } from './insertions.js';

export interface Prelude {
  /** Name of the variable that holds the counters. */
  readonly countersVariable: string;
  /** Whether the file has functions that may be called before the prelude has run. */
  readonly isGuarded: boolean;
  /** Hash of the meta and number of counters of each source of the file. */
  readonly sources: readonly { readonly hash: string; readonly probes: number }[];
}

/** Returns the text of the prelude. Without the runtime, the code counts into an array that nobody reads. */
export function writePrelude({ countersVariable: counters, isGuarded, sources }: Prelude): string {
  const args = sources.map(({ hash, probes }) => `"${hash}",${probes}`).join(',');
  const get = `typeof ${COUNTERS_GLOBAL}==="function"?${COUNTERS_GLOBAL}(${args}):[]`;
  return isGuarded
    ? `var ${counters};function ${counters}_(){${counters}=${get}}${countersGuard(counters)};`
    : `var ${counters}=${get};`;
}

/** Returns the insertions with the prelude added after the directives and before the first other statement. */
export function insertPrelude(
  { body, hashbang }: NodeOf<'Program'>,
  insertions: readonly Insertion[],
  text: string,
): readonly Insertion[] {
  const first = body.find((statement) => !isDirective(statement));
  const last = body.at(-1);
  if (first) return insertAt(insertions, { offset: startOf(first), text });
  if (last) return insertAt(insertions, { offset: last.end, text: `;${text}` });
  return insertAt(insertions, hashbang ? { offset: hashbang.end, text: `\n${text}` } : { offset: 0, text });
}

/** Returns the offset at which a statement starts. Decorators may precede `export`, and so the statement itself. */
function startOf(statement: Node): number {
  const declaration = 'declaration' in statement ? statement.declaration : null;
  const decorators = declaration?.type === 'ClassDeclaration' ? declaration.decorators : [];
  return Math.min(statement.start, ...decorators.map(({ start }) => start));
}

function insertAt(insertions: readonly Insertion[], prelude: Insertion): readonly Insertion[] {
  const index = insertions.findIndex(({ offset }) => offset >= prelude.offset);
  return insertions.toSpliced(index === -1 ? insertions.length : index, 0, prelude);
}
