/** What is counted in one source, as its meta has it. */
import { withoutMark } from '../../byte-order-mark.js';
import { sha256 } from '../../node-crypto.js';
import { type FileMeta, metaPathOf } from '../../profile/file-meta.js';
import { textHashOf } from '../../profile/text-hash.js';
import { placeOf } from './function-place.js';
import type { Items } from './items.js';
import type { Lines } from './lines.js';
import { countOf } from './segments.js';

export interface Described {
  /** The text that the author wrote. */
  readonly source: string;
  /** Absolute path. */
  readonly file: string;
  /** By offsets into the source; their segments have probes, once those are numbered. */
  readonly items: Items;
  readonly lines: Lines;
}

/** @param root absolute path that the meta's path is relative to */
export function describe({ source, file, items, lines }: Described, probes: number, root: string): FileMeta {
  const { rangeOf } = lines;
  return {
    path: metaPathOf(root, file),
    sourceHash: sha256(withoutMark(source)),
    probes,
    statements: items.statements.map(({ span, segment }) => ({
      range: rangeOf(span),
      count: countOf(segment),
    })),
    functions: items.functions.map((called) => ({
      name: called.name,
      textHash: textHashOf(source.slice(called.whole.start, called.whole.end), placeOf(called, source)),
      declaration: rangeOf(called.declaration),
      body: rangeOf(called.body),
      count: countOf(called.segment),
    })),
    branches: items.branches.map(({ kind, span, arms }) => ({
      kind,
      range: rangeOf(span),
      arms: arms.map((arm) => ({ range: arm.span && rangeOf(arm.span), count: countOf(arm.segment) })),
    })),
  };
}
