/** Classes, and the members of classes and objects. */

import type { Node } from 'oxc-parser';
import { markOrder, probeBefore } from '../edits/edits.js';
import { addStatement } from '../items/counted-items.js';
import { newSegment, type Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import { firstCharacter, visitFunction } from './functions.js';
import { visitStatements } from './statements.js';
import { interruptFlow, reachExpression, type Visitors, visitAll, visitApart, type Walk } from './walk.js';

export const memberVisitors: Visitors = {
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  StaticBlock: (walk, { body }) => visitStatements(walk, body, false),
  Property: visitProperty,
  MethodDefinition: visitMethod,
  PropertyDefinition: visitField,
  AccessorProperty: (walk, { decorators, key, value }) => visitApart(walk, ...decorators, key, value),
};

function visitClass(walk: Walk, node: NodeOf<'ClassDeclaration' | 'ClassExpression'>): void {
  if (node.declare) return;
  const { isDerived, owner } = walk;
  visitAll(walk, node.decorators);
  if (node.superClass) walk.visit(walk, node.superClass);
  walk.isDerived = node.superClass !== null;
  walk.owner = { name: node.id?.name, start: node.start };
  for (const member of node.body.body) visitApart(walk, member);
  walk.isDerived = isDerived;
  walk.owner = owner;
  interruptFlow(walk);
}

function visitProperty(walk: Walk, node: NodeOf<'Property'>): void {
  const { key, value, computed, method, kind } = node;
  const keys = computed ? [key] : [];
  if (value.type === 'FunctionExpression' && (method || kind !== 'init')) {
    visitFunction(walk, value, { declaration: firstCharacter(node), head: headOf(node), apart: keys });
  } else {
    visitApart(walk, ...keys);
    if (computed) interruptFlow(walk);
    walk.visit(walk, value);
  }
  if (computed) interruptFlow(walk);
}

function visitMethod(walk: Walk, node: NodeOf<'MethodDefinition'>): void {
  const { key, value, decorators, computed } = node;
  if (key.type === 'Identifier' && walk.ignoreClassMethods.includes(key.name)) return;
  // Istanbul counts what is in a private method, and not the method itself.
  const declaration = key.type === 'PrivateIdentifier' ? undefined : firstCharacter(node);
  const apart = computed ? [...decorators, key] : decorators;
  visitFunction(walk, value, { declaration, head: headOf(node), apart });
}

/** What a method is called, and of which kind it is. */
function headOf({ start, value }: NodeOf<'Property' | 'MethodDefinition'>): SourceSpan {
  return { start, end: value.start };
}

/** Behind a field nothing is known: its object may refuse it. */
function visitField(walk: Walk, node: NodeOf<'PropertyDefinition'>): void {
  const { key, value, decorators, computed, declare } = node;
  if (value && !declare) {
    walk.dropHint(value);
    const segment = reachField(walk, node, value);
    if (segment) addStatement(walk.items, value, segment, key.start);
  }
  visitApart(walk, ...decorators, computed ? key : null);
  if (value && !declare) walk.visit(walk, value);
}

/**
 * The name of a function in a field with a computed key is known only then; so another field counts it. That would
 * be refused by an object that is given the fields twice, as a derived class can do: there it is not counted.
 */
function reachField(walk: Walk, node: NodeOf<'PropertyDefinition'>, value: Node): Segment | undefined {
  if (!takesAssignedName(value)) return reachExpression(walk, value);
  const name = assignedNameOf(node.key, node.computed);
  if (name !== undefined) return reachExpression(walk, value, name);
  if (walk.isDerived && !node.static) return undefined;
  walk.at = newSegment();
  const field = `${node.static ? 'static ' : ''}#${walk.counters}${markOrder(walk.edits)}`;
  probeBefore(walk.edits, node.start, walk.at, `${field}=`);
  return walk.at;
}
