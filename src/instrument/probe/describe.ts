/** What is counted in one source, as its meta has it. */
import { createHash } from 'node:crypto';
import { type FileMeta, metaPathOf } from '../../profile/file-meta.js';
import { TEXT_HASH_BYTES } from '../../profile/format.js';
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

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @param root absolute path that the meta's path is relative to */
export function describe({ source, file, items, lines }: Described, probes: number, root: string): FileMeta {
  const { rangeOf } = lines;
  return {
    path: metaPathOf(root, file),
    sourceHash: hashOf(source),
    probes,
    statements: items.statements.map(({ span, segment }) => ({
      range: rangeOf(span),
      count: countOf(segment),
    })),
    functions: items.functions.map(({ name, declaration, body, whole, segment }) => ({
      name,
      textHash: hashOf(source.slice(whole.start, whole.end)).slice(0, 2 * TEXT_HASH_BYTES),
      declaration: rangeOf(declaration),
      body: rangeOf(body),
      count: countOf(segment),
    })),
    branches: items.branches.map(({ kind, span, arms }) => ({
      kind,
      range: rangeOf(span),
      arms: arms.map((arm) => ({ range: arm.span && rangeOf(arm.span), count: countOf(arm.segment) })),
    })),
  };
}
