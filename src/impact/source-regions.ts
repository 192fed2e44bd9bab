/** Divides a source text into functions and module-level code, so that two versions of a file can be compared. */
import { createInstrument } from '../instrument/index.js';
import type { EngineOptions } from '../instrument/instrument.js';
import { findLines } from '../instrument/probe/syntax/lines.js';
import { decodeMeta, hashOf, metaNameOf } from '../profile/format/meta-file.js';
import type { Range } from '../profile/model/file-meta.js';
import { type NestedFunction, nestFunctions } from '../profile/model/nesting.js';
import { DEFAULT_ENGINE } from '../settings/engine.js';
import { type FunctionHeads, functionHeadsOf } from './function-heads.js';
import { type NormalizeSpan, normalizeSpansOf } from './normalized-text.js';

/** Module-level code, or a function: its parameters and body, without the functions in it. */
export interface SourceRegion {
  /** Istanbul's name of the function; `null` for module-level code. */
  readonly name: string | null;
  /** Range of the function, as `nestFunctions` has it; `null` for module-level code. */
  readonly range: Range | null;
  /** Own text without comments and with equal white space. For each inner function it has a placeholder with its shape. */
  readonly text: string;
  readonly inner: readonly SourceRegion[];
}

/**
 * Returns the module-level region of a text.
 *
 * @param source text without a byte order mark
 * @param file absolute path
 * @throws CovermainError `SOURCE_NOT_PARSED`, `SOURCE_NOT_STORABLE`
 */
export type DivideSource = (source: string, file: string) => SourceRegion;

/** Stands for an inner function. No source contains it outside of literals, where a function cannot be. */
const PLACEHOLDER = '\0';

/** Returns a function that divides sources as the engine `probe` counts them. */
export function createSourceDivider(options: EngineOptions): DivideSource {
  const instrument = createInstrument(DEFAULT_ENGINE, options);
  return (source, file) => {
    const normalize = normalizeSpansOf(source, file);
    const heads = functionHeadsOf(source, file);
    const [bytes] = instrument(source, file).metas;
    // A file with a hint to ignore it has no functions.
    const functions = bytes
      ? nestFunctions(decodeMeta(Buffer.from(bytes), metaNameOf(hashOf(bytes)))).functions
      : [];
    const { starts } = findLines(source);
    const offsetOf = (line: number, column: number) =>
      Math.min((starts[line - 1] ?? source.length) + column, source.length);
    return divide(
      { normalize, offsetOf, heads },
      { start: 0, end: source.length, name: null, range: null },
      functions,
    );
  };
}

interface SourceText {
  readonly normalize: NormalizeSpan;
  readonly offsetOf: (line: number, column: number) => number;
  readonly heads: FunctionHeads;
}

/** A region without its text. Offsets are those of its own text. */
interface RegionSpan extends Pick<SourceRegion, 'name' | 'range'> {
  readonly start: number;
  readonly end: number;
}

function divide(source: SourceText, span: RegionSpan, functions: readonly NestedFunction[]): SourceRegion {
  const { start, end, name, range } = span;
  const spans = functions.map((nested) => ({ nested, span: spanOf(nested, source) }));
  const texts: string[] = [];
  let at = start;
  for (const { span: inner } of spans) {
    // A function in a computed name is outside of the span of its method. Its text stays in this text.
    if (inner.start < at || inner.end > end) continue;
    texts.push(source.normalize(at, inner.start), PLACEHOLDER, source.heads.shapeAt(inner.end));
    at = inner.end;
  }
  texts.push(source.normalize(at, end));
  const inner = spans.map(({ nested, span: innerSpan }) => divide(source, innerSpan, nested.inner));
  return { name, range, text: texts.join('').trim(), inner };
}

/** Returns the span from a function's parameters to its end: its name and the keywords before it belong to the code around it. */
function spanOf(
  { meta: { name, declaration, body }, range }: NestedFunction,
  { offsetOf, heads }: SourceText,
): RegionSpan {
  const end = offsetOf(body[2], body[3]);
  return { name, range, start: heads.methodStartAt(end) ?? offsetOf(declaration[2], declaration[3]), end };
}
