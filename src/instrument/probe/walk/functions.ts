/** Visitors of functions, arrow functions and parameters. */
import type { Node } from 'oxc-parser';
import { countersGuard } from '../edits/counters-guard.js';
import { insertText, openCountedBody, probeBefore, wrapWithProbe } from '../edits/edits.js';
import { addFunction, addStatement } from '../items/counted-items.js';
import { newSegment, type Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import { isDirective, type NodeOf } from '../syntax/nodes.js';
import { visitStatements } from './statements.js';
import { type Visitors, visitSeparately, type Walk } from './walk.js';

export type FunctionNode =
  | NodeOf<'FunctionDeclaration' | 'FunctionExpression'>
  | NodeOf<'ArrowFunctionExpression'>;

export const functionVisitors: Visitors = {
  TSParameterProperty(walk, { decorators, parameter, end }) {
    // Here, and only here, the parser ends a parenthesized default before its closing parenthesis.
    if (parameter.type === 'AssignmentPattern') parameter.end = end;
    visitSeparately(walk, ...decorators, parameter);
  },
  FunctionDeclaration: visitNamed,
  FunctionExpression: visitNamed,
  ArrowFunctionExpression: (walk, node) => visitFunction(walk, node, { declaration: firstCharacter(node) }),
};

/** Visits a function that may have a name. */
function visitNamed(walk: Walk, node: NodeOf<'FunctionDeclaration' | 'FunctionExpression'>): void {
  if (node.id && node.type === 'FunctionExpression' && walk.ignoreClassMethods.includes(node.id.name)) return;
  visitFunction(walk, node, { declaration: node.id ?? firstCharacter(node), name: node.id?.name });
}

/** Returns the range that Istanbul reports as the declaration of a function without a name. */
export function firstCharacter({ start }: SourceSpan): SourceSpan {
  return { start, end: start + 1 };
}

/** How a function is declared. */
export interface FunctionSite {
  /** Range of the declaration; `undefined` if only the code in the function is counted, not the function. */
  readonly declaration: SourceSpan | undefined;
  readonly name?: string | undefined;
  /** Text of a method before its parameters. */
  readonly head?: SourceSpan;
  /** Nodes that are evaluated where the function is created: decorators, a computed key. */
  readonly outerNodes?: readonly Node[];
}

/** Visits a function. Its code runs when it is called, so it has segments of its own. */
export function visitFunction(walk: Walk, node: FunctionNode, site: FunctionSite): void {
  const { body } = node;
  const { declaration, name, head, outerNodes = [] } = site;
  if (!body) return;
  const { currentSegment, hoistOffset, isInWith, enclosingClass } = walk;
  const segment = newSegment();
  if (declaration) {
    const whole = { start: Math.min(declaration.start, node.start), end: body.end };
    addFunction(walk.items, { declaration, body, whole, head, enclosingClass, segment }, name);
  }
  visitSeparately(walk, ...outerNodes);
  const outerBody = walk.edits.body;
  walk.edits.body = undefined;
  visitParameters(walk, node);
  walk.isInWith = false;
  walk.currentSegment = segment;
  if (body.type === 'BlockStatement') visitBlock(walk, body, segment, walk.guardedFunctions.has(node.start));
  else visitReturned(walk, body, segment);
  walk.edits.body = outerBody;
  walk.currentSegment = currentSegment;
  walk.hoistOffset = hoistOffset;
  walk.isInWith = isInWith;
}

/** Visits parameters, whose defaults are evaluated before the body and so before its guard. */
function visitParameters(walk: Walk, node: FunctionNode): void {
  const { guardText } = walk;
  if (walk.guardedFunctions.has(node.start)) walk.guardText = `${countersGuard(walk.countersVariable)},`;
  for (const parameter of node.params) visitParameter(walk, parameter);
  walk.guardText = guardText;
}

/**
 * Visits a parameter. Istanbul counts a default before the decorators of its parameter; the default starts after them.
 */
function visitParameter(walk: Walk, parameter: FunctionNode['params'][number]): void {
  const decorators = parameter.type === 'TSParameterProperty' ? [] : (parameter.decorators ?? []);
  if (parameter.type === 'AssignmentPattern') {
    if (decorators.length > 0) parameter.start = parameter.left.start;
    visitSeparately(walk, parameter, ...decorators);
  } else {
    visitSeparately(walk, ...decorators, parameter);
  }
}

/** Visits a function body. Its probe goes after directives, which would be plain strings after a probe. */
function visitBlock(walk: Walk, block: NodeOf<'BlockStatement'>, segment: Segment, isGuarded: boolean): void {
  const { body } = block;
  const [first] = body;
  const next = body.find((statement) => !isDirective(statement));
  const offset = first && isDirective(first) ? (next?.start ?? block.end - 1) : block.start + 1;
  if (first && !next) insertText(walk.edits, offset, ';');
  if (isGuarded) insertText(walk.edits, offset, `${countersGuard(walk.countersVariable)};`);
  openCountedBody(walk.edits, offset);
  probeBefore(walk.edits, offset, segment);
  if (walk.hintOf(block) !== 'next') visitStatements(walk, body);
}

/** Visits the expression that an arrow function returns, which Istanbul counts as a statement. */
function visitReturned(walk: Walk, body: Node, segment: Segment): void {
  addStatement(walk.items, body, segment);
  wrapWithProbe(walk.edits, body, segment, ['(', ',', ')']);
  walk.visit(walk, body);
}
