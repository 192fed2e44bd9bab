/** Gives arrow functions whose body is an expression a body of statements, and takes it away again. */
import type { ArrowFunctionExpression, Node } from 'oxc-parser';
import type { FunctionWithBody } from './find-function.js';
import { indentationAt, listNodes, type ParsedSource, parseSource } from './parsed-source.js';
import type { SourceStyle } from './source-style.js';

/** Returns the file in which the body of a function is a block. `() => run()` becomes `() => { return run(); }`. */
export function withBlockBody(
  source: ParsedSource,
  target: FunctionWithBody,
  style: SourceStyle,
): ParsedSource {
  if (target.type !== 'ArrowFunctionExpression' || !target.expression) return source;
  const { text, file } = source;
  const { eol, indentation, hasSemicolons } = style;
  const start = startOfExpression(source, target);
  const outer = indentationAt(text, start);
  const expression = text.slice(start, target.end);
  const block = `{${eol}${outer}${indentation}return ${expression}${hasSemicolons ? ';' : ''}${eol}${outer}}`;
  return parseSource(text.slice(0, start) + block + text.slice(target.end), file);
}

/** Returns where the body of an arrow function starts, with its parentheses. */
function startOfExpression({ text, comments }: ParsedSource, { body }: ArrowFunctionExpression): number {
  const commentAt = (offset: number) => comments.find(({ start, end }) => start <= offset && offset < end);
  let arrow = text.lastIndexOf('=>', body.start);
  for (let comment = commentAt(arrow); comment; comment = commentAt(arrow))
    arrow = text.lastIndexOf('=>', comment.start - 1);
  let start = arrow + '=>'.length;
  for (;;) {
    start += /^\s*/.exec(text.slice(start, body.start))?.[0].length ?? 0;
    const comment = commentAt(start);
    if (!comment) return start;
    start = comment.end;
  }
}

/**
 * Returns the file in which the body of an arrow function is the expression that it returns. A body with other statements
 * or comments stays, because someone has added them.
 *
 * @param blockStart where the body starts
 */
export function withoutBlockBody(source: ParsedSource, blockStart: number): ParsedSource {
  const { text, file, program } = source;
  const arrow = listNodes(program).find(
    (node) => node.type === 'ArrowFunctionExpression' && node.body.start === blockStart,
  );
  const body = arrow?.type === 'ArrowFunctionExpression' ? arrow.body : undefined;
  const [statement, ...more] = body?.type === 'BlockStatement' ? body.body : [];
  if (!body || more.length > 0 || statement?.type !== 'ReturnStatement' || !statement.argument) return source;
  const isCommented = source.comments.some(
    ({ start, end }) =>
      (start > body.start && end <= statement.start) || (start >= statement.end && end < body.end),
  );
  if (isCommented) return source;
  const expression = text
    .slice(statement.start, statement.end)
    .replace(/^return ?/, '')
    .replace(/;$/, '');
  const isAmbiguous = expression.startsWith('{') || isBareSequence(statement.argument, expression);
  const replacement = isAmbiguous ? `(${expression})` : expression;
  return parseSource(text.slice(0, body.start) + replacement + text.slice(body.end), file);
}

/** Whether an expression with commas has no parentheses around it, because a formatter has removed them. */
function isBareSequence({ type }: Node, expression: string): boolean {
  return type === 'SequenceExpression' && !expression.startsWith('(');
}
