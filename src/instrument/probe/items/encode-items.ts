/** Encodes the meta of one source from its counted items. */
import { withoutByteOrderMark } from '../../../platform/byte-order-mark.js';
import { sha256 } from '../../../platform/crypto.js';
import { requireStorable } from '../../../profile/format/meta-file.js';
import { MetaWriter } from '../../../profile/format/meta-writer.js';
import { textHashOf } from '../../../profile/format/text-hash.js';
import { metaPathOf } from '../../../profile/model/file-meta.js';
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
 * Encodes the meta of a source whose probes are numbered, without creating the meta, which takes time.
 *
 * @param probes number of probes of the source
 * @param root absolute path that the path in the meta is relative to
 * @throws CovermainError `SOURCE_NOT_STORABLE`
 */
export function encodeItems(
  { source, file, items, lines, untraced }: SourceDescription,
  probes: number,
  root: string,
): Buffer {
  const { statements, functions, branches } = items;
  const { rangeOf } = lines;
  const path = metaPathOf(root, file);
  requireStorable({ path, probes, statements, functions, branches });
  const writer = new MetaWriter({ path, sourceHash: sha256(withoutByteOrderMark(source)), probes });
  writer.list(statements.length);
  for (const { span, segment } of statements) writer.statement(rangeOf(span), segmentCount(segment));
  writer.list(functions.length);
  for (const item of functions) {
    const { name, whole, declaration, body, segment } = item;
    const textHash = textHashOf(source.slice(whole.start, whole.end), functionContextOf(item, source));
    writer.function(name, textHash, [rangeOf(declaration), rangeOf(body)], segmentCount(segment));
  }
  writer.list(branches.length);
  for (const { kind, span, arms } of branches) {
    writer.branch(kind, rangeOf(span), arms.length);
    for (const arm of arms) writer.arm(arm.span && rangeOf(arm.span), segmentCount(arm.segment));
  }
  return writer.end(untraced);
}
