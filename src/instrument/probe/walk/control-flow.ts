/** Statements that branch or repeat. */

import type { Node } from 'oxc-parser';
import { markOrder, probeAfter, probeBefore, wrap } from '../edits/edits.js';
import { addArm, addBranch, type BranchItem } from '../items/counted-items.js';
import { newSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { NodeOf } from '../syntax/nodes.js';
import { countStatement, visitStatements } from './statements.js';
import { interruptFlow, joinFlow, type Visitors, visitApart, type Walk } from './walk.js';

export const controlFlowVisitors: Visitors = {
  IfStatement: visitIf,
  SwitchStatement: visitSwitch,
  ForStatement(walk, node) {
    countStatement(walk, node);
    walk.hoistTo = undefined;
    if (node.init) walk.visit(walk, node.init);
    visitApart(walk, node.test, node.update);
    visitRepeated(walk, node.body);
  },
  ForInStatement: visitForEach,
  ForOfStatement: visitForEach,
  WhileStatement(walk, node) {
    countStatement(walk, node);
    visitApart(walk, node.test);
    visitRepeated(walk, node.body);
  },
  DoWhileStatement(walk, node) {
    countStatement(walk, node);
    visitRepeated(walk, node.body);
    visitApart(walk, node.test);
  },
  WithStatement(walk, node) {
    countStatement(walk, node);
    walk.visit(walk, node.object);
    const { isInWith } = walk;
    walk.isInWith = true;
    visitRepeated(walk, node.body);
    walk.isInWith = isInWith;
  },
};

function visitForEach(walk: Walk, node: NodeOf<'ForInStatement'> | NodeOf<'ForOfStatement'>): void {
  countStatement(walk, node);
  walk.hoistTo = undefined;
  visitApart(walk, node.left);
  // Sloppy code may give the variable of a for-in loop a value first.
  if (node.left.type === 'VariableDeclaration' && node.left.declarations.some(({ init }) => init))
    interruptFlow(walk);
  walk.visit(walk, node.right);
  visitRepeated(walk, node.body);
}

/** A body that may run any number of times, and may never come to its end. */
function visitRepeated(walk: Walk, body: Node): void {
  walk.at = { ...newSegment(), isLoop: true };
  if (body.type !== 'EmptyStatement') visitBody(walk, openBody(walk, body, walk.at));
  interruptFlow(walk);
}

/** A body made a block where it is none. @param segment whose probe comes first in it */
function openBody(walk: Walk, body: Node, segment?: Segment): Node {
  const isBlock = body.type === 'BlockStatement';
  if (!isBlock) wrap(walk.edits, body, '{', '}');
  if (segment) probeBefore(walk.edits, isBlock ? body.start + 1 : body.start, segment);
  return body;
}

function visitBody(walk: Walk, body: Node): void {
  walk.hoistTo = body.start;
  walk.visit(walk, body);
}

function visitIf(walk: Walk, node: NodeOf<'IfStatement'>): void {
  const { test, consequent, alternate } = node;
  countStatement(walk, node);
  const order = markOrder(walk.edits);
  const hint = walk.hintOf(node);
  const branch = addBranch(walk.items, 'if', node, test);
  const whenTrue = newSegment();
  const whenFalse = newSegment();
  if (hint !== 'if') addArm(walk.items, branch, node, whenTrue);
  if (hint !== 'else') addArm(walk.items, branch, alternate, whenFalse);
  walk.visit(walk, test);

  const visitArm = (body: Node, segment: Segment, isIgnored: boolean): Segment | undefined => {
    openBody(walk, body, segment);
    walk.at = segment;
    if (isIgnored) interruptFlow(walk);
    else visitBody(walk, body);
    return walk.at;
  };
  const wayTrue = visitArm(consequent, whenTrue, hint === 'if');
  if (alternate) {
    joinFlow(walk, [wayTrue, visitArm(alternate, whenFalse, hint === 'else')]);
    return;
  }
  // Where the consequent leaves, what follows is the other arm.
  if (wayTrue === UNREACHABLE) probeAfter(walk.edits, node.end, order, whenFalse);
  else probeAfter(walk.edits, node.end, order, whenFalse, 'else{', '}');
  joinFlow(walk, [wayTrue, whenFalse]);
}

function visitSwitch(walk: Walk, node: NodeOf<'SwitchStatement'>): void {
  const branch = addBranch(walk.items, 'switch', node, node.discriminant);
  countStatement(walk, node);
  walk.visit(walk, node.discriminant);
  for (const one of node.cases) visitCase(walk, branch, one);
  interruptFlow(walk);
}

/** A case is reached by a jump, or from the one above. */
function visitCase(walk: Walk, branch: BranchItem, node: NodeOf<'SwitchCase'>): void {
  if (walk.hintOf(node) === 'next') return;
  const segment = newSegment();
  const [first] = node.consequent;
  if (first) probeBefore(walk.edits, first.start, segment);
  else probeAfter(walk.edits, node.end, markOrder(walk.edits), segment);
  addArm(walk.items, branch, node, segment);
  visitApart(walk, node.test);
  walk.at = segment;
  visitStatements(walk, node.consequent, false);
}
