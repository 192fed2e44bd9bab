/** Functions, wherever they are written. */

import type { Node } from 'oxc-parser';
import { countersGuard } from '../edits/counters-guard.js';
import { insert, probeBefore, wrapWithProbe } from '../edits/edits.js';
import { addFunction, addStatement } from '../items/counted-items.js';
import { newSegment, type Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import { isDirective, type NodeOf } from '../syntax/nodes.js';
import { visitStatements } from './statements.js';
import { type Visitors, visitApart, type Walk } from './walk.js';

export type FunctionNode =
  | NodeOf<'FunctionDeclaration' | 'FunctionExpression'>
  | NodeOf<'ArrowFunctionExpression'>;

export const functionVisitors: Visitors = {
  TSParameterProperty(walk, { decorators, parameter, end }) {
    // The parser ends a default in parentheses in front of the last one here, and only here.
    if (parameter.type === 'AssignmentPattern') parameter.end = end;
    visitApart(walk, ...decorators, parameter);
  },
  FunctionDeclaration: visitNamed,
  FunctionExpression: visitNamed,
  ArrowFunctionExpression: (walk, node) => visitFunction(walk, node, { declaration: firstCharacter(node) }),
};

function visitNamed(walk: Walk, node: NodeOf<'FunctionDeclaration' | 'FunctionExpression'>): void {
  if (node.id && node.type === 'FunctionExpression' && walk.ignoreClassMethods.includes(node.id.name)) return;
  visitFunction(walk, node, { declaration: node.id ?? firstCharacter(node), name: node.id?.name });
}

/** Where Istanbul says a function without a name of its own is declared. */
export function firstCharacter({ start }: SourceSpan): SourceSpan {
  return { start, end: start + 1 };
}

export interface FunctionSite {
  /** Where it is declared; `undefined` for one that is not counted itself, only what is in it. */
  readonly declaration: SourceSpan | undefined;
  readonly name?: string | undefined;
  /** Of a method what stands in front of its parameters. */
  readonly head?: SourceSpan;
  /** What is evaluated where it is written: decorators, a computed key. */
  readonly apart?: readonly Node[];
}

/** A function runs when it is called, not where it is written. */
export function visitFunction(walk: Walk, node: FunctionNode, place: FunctionSite): void {
  const { body } = node;
  const { declaration, name, head, apart = [] } = place;
  if (!body) return;
  const { at, hoistTo, isInWith, owner } = walk;
  const segment = newSegment();
  if (declaration) {
    const whole = { start: Math.min(declaration.start, node.start), end: body.end };
    addFunction(walk.items, { declaration, body, whole, head, owner, segment }, name);
  }
  visitApart(walk, ...apart);
  visitParameters(walk, node);
  walk.isInWith = false;
  walk.at = segment;
  if (body.type === 'BlockStatement') visitBlock(walk, body, segment, walk.early.has(node));
  else visitReturned(walk, body, segment);
  walk.at = at;
  walk.hoistTo = hoistTo;
  walk.isInWith = isInWith;
}

/** Defaults are evaluated in front of the body. */
function visitParameters(walk: Walk, node: FunctionNode): void {
  const { guard } = walk;
  if (walk.early.has(node)) walk.guard = `${countersGuard(walk.counters)},`;
  for (const parameter of node.params) visitParameter(walk, parameter);
  walk.guard = guard;
}

/** A default is counted before the decorators of its parameter, and begins behind them. */
function visitParameter(walk: Walk, parameter: FunctionNode['params'][number]): void {
  const decorators = parameter.type === 'TSParameterProperty' ? [] : (parameter.decorators ?? []);
  if (parameter.type === 'AssignmentPattern') {
    if (decorators.length > 0) parameter.start = parameter.left.start;
    visitApart(walk, parameter, ...decorators);
  } else {
    visitApart(walk, ...decorators, parameter);
  }
}

/** Directives stay first: in front of them a probe would make them plain strings. */
function visitBlock(walk: Walk, block: NodeOf<'BlockStatement'>, segment: Segment, isEarly: boolean): void {
  const [first] = block.body;
  const next = block.body.find((statement) => !isDirective(statement));
  const offset = first && isDirective(first) ? (next?.start ?? block.end - 1) : block.start + 1;
  if (first && !next) insert(walk.edits, offset, ';');
  if (isEarly) insert(walk.edits, offset, `${countersGuard(walk.counters)};`);
  probeBefore(walk.edits, offset, segment);
  if (walk.hintOf(block) !== 'next') visitStatements(walk, block.body);
}

/** The expression that an arrow function returns is a statement to Istanbul. */
function visitReturned(walk: Walk, body: Node, segment: Segment): void {
  addStatement(walk.items, body, segment);
  wrapWithProbe(walk.edits, body, segment, ['(', ',', ')']);
  walk.visit(walk, body);
}
