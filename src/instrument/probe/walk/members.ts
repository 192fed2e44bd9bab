/** Visitors of classes, and of members of classes and objects. */
import type { Node } from 'oxc-parser';
import { markOrder, probeBefore } from '../edits/edits.js';
import { addStatement } from '../items/counted-items.js';
import { newSegment, type Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import { firstCharacter, visitFunction } from './functions.js';
import { visitStatements } from './statements.js';
import {
  interruptFlow,
  segmentAtExpression,
  type Visitors,
  visitAll,
  visitSeparately,
  type Walk,
} from './walk.js';

export const memberVisitors: Visitors = {
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  StaticBlock: (walk, { body }) => visitOutsideBody(walk, () => visitStatements(walk, body, false)),
  Property: visitProperty,
  MethodDefinition: visitMethod,
  PropertyDefinition: visitField,
  AccessorProperty(walk, { decorators, key, value }) {
    visitSeparately(walk, ...decorators, key);
    visitOutsideBody(walk, () => visitSeparately(walk, value));
  },
};

/** Visits code that runs in a function of its own, such as the value of a field, which can have no alias. */
function visitOutsideBody(walk: Walk, visit: () => void): void {
  const { body } = walk.edits;
  walk.edits.body = undefined;
  visit();
  walk.edits.body = body;
}

function visitClass(walk: Walk, node: NodeOf<'ClassDeclaration' | 'ClassExpression'>): void {
  if (node.declare) return;
  const { isInDerivedClass, enclosingClass } = walk;
  visitAll(walk, node.decorators);
  if (node.superClass) walk.visit(walk, node.superClass);
  walk.isInDerivedClass = node.superClass !== null;
  walk.enclosingClass = { name: node.id?.name, start: node.start };
  for (const member of node.body.body) visitSeparately(walk, member);
  walk.isInDerivedClass = isInDerivedClass;
  walk.enclosingClass = enclosingClass;
  interruptFlow(walk);
}

function visitProperty(walk: Walk, node: NodeOf<'Property'>): void {
  const { key, value, computed, method, kind } = node;
  const keys = computed ? [key] : [];
  if (value.type === 'FunctionExpression' && (method || kind !== 'init')) {
    visitFunction(walk, value, { declaration: firstCharacter(node), head: headOf(node), outerNodes: keys });
  } else {
    visitSeparately(walk, ...keys);
    if (computed) interruptFlow(walk);
    walk.visit(walk, value);
  }
  if (computed) interruptFlow(walk);
}

function visitMethod(walk: Walk, node: NodeOf<'MethodDefinition'>): void {
  const { key, value, decorators, computed } = node;
  if (key.type === 'Identifier' && walk.ignoreClassMethods.includes(key.name)) return;
  // Istanbul counts the code in a private method, but not the method itself.
  const declaration = key.type === 'PrivateIdentifier' ? undefined : firstCharacter(node);
  const outerNodes = computed ? [...decorators, key] : decorators;
  visitFunction(walk, value, { declaration, head: headOf(node), outerNodes });
}

/** Returns the span of the modifiers and the name of a method. */
function headOf({ start, value }: NodeOf<'Property' | 'MethodDefinition'>): SourceSpan {
  return { start, end: value.start };
}

/** Visits a field. After it, it is unknown whether control continues: the object may reject the field. */
function visitField(walk: Walk, node: NodeOf<'PropertyDefinition'>): void {
  const { key, value, decorators, computed, declare } = node;
  if (value && !declare) {
    walk.dropHint(value);
    visitOutsideBody(walk, () => {
      const segment = segmentAtField(walk, node, value);
      if (segment) addStatement(walk.items, value, segment, key.start);
    });
  }
  visitSeparately(walk, ...decorators, computed ? key : null);
  if (value && !declare) visitOutsideBody(walk, () => walk.visit(walk, value));
}

/**
 * Returns the segment of a field's value; `undefined` if the value is not counted. The name of a function in a field
 * with a computed key is known only when the field is defined, so an additional private field counts it. An object that
 * gets the fields twice would reject that private field. A derived class can cause this, so its fields are not counted.
 */
function segmentAtField(walk: Walk, node: NodeOf<'PropertyDefinition'>, value: Node): Segment | undefined {
  if (!takesAssignedName(value)) return segmentAtExpression(walk, value);
  const name = assignedNameOf(node.key, node.computed);
  if (name !== undefined) return segmentAtExpression(walk, value, name);
  if (walk.isInDerivedClass && !node.static) return undefined;
  walk.currentSegment = newSegment();
  const field = `${node.static ? 'static ' : ''}#${walk.countersVariable}${markOrder(walk.edits)}`;
  probeBefore(walk.edits, node.start, walk.currentSegment, `${field}=`);
  return walk.currentSegment;
}
