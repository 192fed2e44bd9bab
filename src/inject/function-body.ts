/** The place at the start of a function's body. */
import type { BlockStatement } from 'oxc-parser';
import type { FunctionWithBody } from './find-function.js';
import { type InsertionPlace, lastDirective, placeAfter, placeAfterStatement } from './insertion-place.js';
import { indentationAt, isInLaterLine, type ParsedSource } from './parsed-source.js';
import type { SourceStyle } from './source-style.js';

export interface BodyPlace {
  readonly place: InsertionPlace;
  /** White space at the start of the lines of the body. */
  readonly indentation: string;
}

/** Returns the place after the directives of a function. Its body is a block: see `withBlockBody`. */
export function placeInFunction(
  source: ParsedSource,
  target: FunctionWithBody,
  style: SourceStyle,
): BodyPlace {
  const { body } = target;
  if (body.type !== 'BlockStatement') throw new TypeError(`unexpected body: ${body.type}`);
  const directive = lastDirective(body.body);
  const place = directive ? placeAfterStatement(source, directive) : placeAfter(source, body.start + 1);
  return { place, indentation: indentationOf(source, body, style) };
}

/** Returns the indentation of the first statement if it has a line of its own, else that of a line in the body. */
function indentationOf({ text }: ParsedSource, body: BlockStatement, { indentation }: SourceStyle): string {
  const [first] = body.body;
  const hasLine = first && isInLaterLine(text, first.start, body.start);
  return hasLine ? indentationAt(text, first.start) : indentationAt(text, body.start) + indentation;
}
