/** Builds the meta of one source from its counted items. */
import { withoutByteOrderMark } from '../../../platform/byte-order-mark.js';
import { sha256 } from '../../../platform/crypto.js';
import { textHashOf } from '../../../profile/format/text-hash.js';
import { type FileMeta, metaPathOf } from '../../../profile/model/file-meta.js';
import type { Lines } from '../syntax/lines.js';
import type { CountedItems } from './counted-items.js';
import { functionContextOf } from './function-context.js';
import { segmentCount } from './segments.js';

export interface SourceDescription {
  /** Text of the original source. */
  readonly source: string;
  /** Absolute path. */
  readonly file: string;
  /** Their spans are offsets into the source; their segments have probes after probes are numbered. */
  readonly items: CountedItems;
  readonly lines: Lines;
  /** Names of code that compiled code cannot count. */
  readonly untraced?: readonly string[];
}

/**
 * Returns the meta of a source whose probes are numbered.
 *
 * @param probes number of probes of the source
 * @param root absolute path that the path in the meta is relative to
 */
export function createFileMeta(
  { source, file, items, lines, untraced = [] }: SourceDescription,
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
    functions: items.functions.map((item) => ({
      name: item.name,
      textHash: textHashOf(source.slice(item.whole.start, item.whole.end), functionContextOf(item, source)),
      declaration: rangeOf(item.declaration),
      body: rangeOf(item.body),
      count: segmentCount(item.segment),
    })),
    branches: items.branches.map(({ kind, span, arms }) => ({
      kind,
      range: rangeOf(span),
      arms: arms.map((arm) => ({ range: arm.span && rangeOf(arm.span), count: segmentCount(arm.segment) })),
    })),
    ...(untraced.length > 0 ? { untraced } : {}),
  };
}
