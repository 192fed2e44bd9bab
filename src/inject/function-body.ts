/** The place at the start of a function's body. */
import type { BlockStatement } from 'oxc-parser';
import { CovermainError } from '../platform/errors.js';
import type { FunctionWithBody } from './find-function.js';
import { type InsertionPlace, lastDirective, placeAfter, placeAfterStatement } from './insertion-place.js';
import { indentationAt, lineAt, lineStartOf, type ParsedSource } from './parsed-source.js';
import type { SourceStyle } from './source-style.js';

export interface BodyPlace {
  readonly place: InsertionPlace;
  /** White space at the start of the lines of the body. */
  readonly indentation: string;
}

/**
 * Returns the place after the directives of a function.
 *
 * @throws CovermainError `FUNCTION_NOT_FOUND` if the body is an expression
 */
export function placeInFunction(
  source: ParsedSource,
  target: FunctionWithBody,
  style: SourceStyle,
): BodyPlace {
  const { body } = target;
  if (body.type !== 'BlockStatement') throw notBlock(source, target);
  const directive = lastDirective(body.body);
  const place = directive ? placeAfterStatement(source, directive) : placeAfter(source, body.start + 1);
  return { place, indentation: indentationOf(source, body, style) };
}

/** Returns the indentation of the first statement if it has a line of its own, else that of a line in the body. */
function indentationOf({ text }: ParsedSource, body: BlockStatement, { indentation }: SourceStyle): string {
  const [first] = body.body;
  const hasLine = first && lineStartOf(text, first.start) > body.start;
  return hasLine ? indentationAt(text, first.start) : indentationAt(text, body.start) + indentation;
}

function notBlock(source: ParsedSource, { start }: FunctionWithBody): CovermainError {
  return new CovermainError(
    'FUNCTION_NOT_FOUND',
    `Cannot insert the snippet into ${source.file}: the body of the function in line ${lineAt(source, start)} is an ` +
      'expression. No file was changed. Write it as a block: () => { return …; }',
  );
}
