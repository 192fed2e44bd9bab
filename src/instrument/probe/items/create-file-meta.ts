/** What is counted in one source, as its meta has it. */
import { withoutByteOrderMark } from '../../../platform/byte-order-mark.js';
import { sha256 } from '../../../platform/crypto.js';
import { textHashOf } from '../../../profile/format/text-hash.js';
import { type FileMeta, metaPathOf } from '../../../profile/model/file-meta.js';
import type { Lines } from '../syntax/lines.js';
import type { CountedItems } from './counted-items.js';
import { functionContextOf } from './function-context.js';
import { segmentCount } from './segments.js';

export interface SourceDescription {
  /** The text that the author wrote. */
  readonly source: string;
  /** Absolute path. */
  readonly file: string;
  /** By offsets into the source; their segments have probes, once those are numbered. */
  readonly items: CountedItems;
  readonly lines: Lines;
}

/** @param root absolute path that the meta's path is relative to */
export function createFileMeta(
  { source, file, items, lines }: SourceDescription,
  probes: number,
  root: string,
): FileMeta {
  const { rangeOf } = lines;
  return {
    path: metaPathOf(root, file),
    sourceHash: sha256(withoutByteOrderMark(source)),
    probes,
    statements: items.statements.map(({ span, segment }) => ({
      range: rangeOf(span),
      count: segmentCount(segment),
    })),
    functions: items.functions.map((called) => ({
      name: called.name,
      textHash: textHashOf(
        source.slice(called.whole.start, called.whole.end),
        functionContextOf(called, source),
      ),
      declaration: rangeOf(called.declaration),
      body: rangeOf(called.body),
      count: segmentCount(called.segment),
    })),
    branches: items.branches.map(({ kind, span, arms }) => ({
      kind,
      range: rangeOf(span),
      arms: arms.map((arm) => ({ range: arm.span && rangeOf(arm.span), count: segmentCount(arm.segment) })),
    })),
  };
}
