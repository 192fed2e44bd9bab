/** Visitors of statements that branch or loop. */
import type { Node } from 'oxc-parser';
import { FREQUENT_CHECK_MASK } from '../../counters-global.js';
import { markOrder, probeAfter, probeBefore, wrapWithProbe, wrapWithText } from '../edits/edits.js';
import { insertionMark } from '../edits/insertion-mark.js';
import { addArm, addBranch, type BranchItem } from '../items/counted-items.js';
import { newSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { NodeOf } from '../syntax/nodes.js';
import { checkMaskSince, markVisited } from './loop-checks.js';
import { countStatement, visitStatements } from './statements.js';
import { interruptFlow, joinFlow, skipNodes, type Visitors, visitSeparately, type Walk } from './walk.js';

export const controlFlowVisitors: Visitors = {
  IfStatement: visitIf,
  SwitchStatement: visitSwitch,
  ForStatement(walk, node) {
    countStatement(walk, node);
    walk.hoistOffset = undefined;
    if (node.init) walk.visit(walk, node.init);
    const before = markVisited(walk);
    visitSeparately(walk, node.test, node.update);
    visitRepeated(walk, node.body).checkMask = checkMaskSince(walk, before);
  },
  ForInStatement: visitForEach,
  ForOfStatement: visitForEach,
  WhileStatement(walk, node) {
    countStatement(walk, node);
    const before = markVisited(walk);
    visitSeparately(walk, node.test);
    visitRepeated(walk, node.body).checkMask = checkMaskSince(walk, before);
  },
  DoWhileStatement(walk, node) {
    countStatement(walk, node);
    const before = markVisited(walk);
    const segment = visitRepeated(walk, node.body);
    visitSeparately(walk, node.test);
    segment.checkMask = checkMaskSince(walk, before);
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
  walk.hoistOffset = undefined;
  visitSeparately(walk, node.left);
  // In sloppy code the variable of a for-in loop may have an initializer, which runs first.
  if (node.left.type === 'VariableDeclaration' && node.left.declarations.some(({ init }) => init))
    interruptFlow(walk);
  walk.visit(walk, node.right);
  // Each iteration calls an iterator, or looks for the next property.
  visitRepeated(walk, node.body).checkMask = FREQUENT_CHECK_MASK;
  walk.loopCount += 1;
}

/** Visits a body that may run any number of times and may never end. Returns its first segment. */
function visitRepeated(walk: Walk, body: Node): Segment {
  const segment = newSegment();
  walk.currentSegment = segment;
  if (body.type !== 'EmptyStatement') visitBody(walk, openBody(walk, body, segment));
  interruptFlow(walk);
  return segment;
}

/** Makes a body a block and adds a probe at its start. */
function openBody(walk: Walk, body: Node, segment: Segment): Node {
  const isBlock = body.type === 'BlockStatement';
  if (!isBlock) wrapWithText(walk.edits, body, '{', '}');
  probeBefore(walk.edits, isBlock ? body.start + 1 : body.start, segment);
  return body;
}

/** Visits the body of a statement, which is a block or will become one. */
function visitBody(walk: Walk, body: Node): void {
  walk.hoistOffset = body.start;
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
    walk.currentSegment = segment;
    if (isIgnored) skipNodes(walk);
    else visitBody(walk, body);
    return walk.currentSegment;
  };
  openBody(walk, consequent, whenTrue);
  const consequentEnd = visitArm(consequent, whenTrue, hint === 'if');
  if (alternate) {
    openAlternate(walk, alternate, whenFalse);
    joinFlow(walk, [consequentEnd, visitArm(alternate, whenFalse, hint === 'else')]);
    return;
  }
  // If the consequent never ends, the code after the `if` statement is the other arm. In a chain of `else if` that code
  // is reached from every arm of the chain.
  if (consequentEnd === UNREACHABLE && !walk.elseIfs.has(node.start))
    probeAfter(walk.edits, node.end, order, whenFalse);
  else
    probeAfter(walk.edits, node.end, order, whenFalse, `else{${insertionMark(walk.countersVariable)}`, '}');
  joinFlow(walk, [consequentEnd, whenFalse]);
}

/**
 * Adds a probe at the start of an alternate. An `else if` gets no braces: its probe is before its condition. Braces would
 * nest each `else if` of a chain in a block of its own, and V8's parser overflows its stack at a certain depth.
 */
function openAlternate(walk: Walk, alternate: Node, segment: Segment): void {
  if (alternate.type !== 'IfStatement') {
    openBody(walk, alternate, segment);
    return;
  }
  walk.elseIfs.add(alternate.start);
  wrapWithProbe(walk.edits, alternate.test, segment, ['(', ',', ')']);
}

function visitSwitch(walk: Walk, node: NodeOf<'SwitchStatement'>): void {
  const branch = addBranch(walk.items, 'switch', node, node.discriminant);
  countStatement(walk, node);
  walk.visit(walk, node.discriminant);
  for (const switchCase of node.cases) visitCase(walk, branch, switchCase);
  interruptFlow(walk);
}

/** Visits a case, which is reached by a jump or by falling through from the case above. */
function visitCase(walk: Walk, branch: BranchItem, node: NodeOf<'SwitchCase'>): void {
  if (walk.hintOf(node) === 'next') {
    skipNodes(walk);
    return;
  }
  const segment = newSegment();
  const [first] = node.consequent;
  if (first) probeBefore(walk.edits, first.start, segment);
  else probeAfter(walk.edits, node.end, markOrder(walk.edits), segment);
  addArm(walk.items, branch, node, segment);
  visitSeparately(walk, node.test);
  walk.currentSegment = segment;
  visitStatements(walk, node.consequent, false);
}
