/** Classes, and the members of classes and objects. */
import type { Node } from 'oxc-parser';
import { markOrder, probeBefore } from './edits.js';
import { firstCharacter, visitFunction } from './functions.js';
import { addStatement } from './items.js';
import { isNamedByPlace, nameOf } from './names.js';
import { newSegment, type Segment } from './segments.js';
import { visitStatements } from './statements.js';
import {
  interrupt,
  type NodeOf,
  reachExpression,
  type Visitors,
  visitAll,
  visitApart,
  type Walk,
} from './walk.js';

export const memberVisitors: Visitors = {
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  ClassBody: visitMembers,
  StaticBlock: (walk, { body }) => visitStatements(walk, body, false),
  Property: visitProperty,
  MethodDefinition: visitMethod,
  PropertyDefinition: visitField,
  AccessorProperty: (walk, { decorators, key, value }) => visitApart(walk, ...decorators, key, value),
};

function visitClass(walk: Walk, node: NodeOf<'ClassDeclaration' | 'ClassExpression'>): void {
  if (node.declare) return;
  visitAll(walk, node.decorators);
  if (node.superClass) walk.visit(walk, node.superClass);
  walk.visit(walk, node.body);
  interrupt(walk);
}

/** Fields of instances are evaluated one after another as each is made, static ones and blocks as the class is. */
function visitMembers(walk: Walk, { body }: NodeOf<'ClassBody'>): void {
  const at: { instance?: Segment | undefined; class?: Segment | undefined } = {};
  for (const member of body) {
    const isField = member.type === 'PropertyDefinition';
    const when = isField && !member.static ? 'instance' : 'class';
    walk.at = isField || member.type === 'StaticBlock' ? at[when] : undefined;
    walk.visit(walk, member);
    if (isField || member.type === 'StaticBlock') at[when] = walk.at;
  }
}

function visitProperty(walk: Walk, node: NodeOf<'Property'>): void {
  const { key, value, computed, method, kind } = node;
  const keys = computed ? [key] : [];
  if (value.type === 'FunctionExpression' && (method || kind !== 'init')) {
    visitFunction(walk, value, { declaration: firstCharacter(node), apart: keys });
  } else {
    visitApart(walk, ...keys);
    if (computed) interrupt(walk);
    walk.visit(walk, value);
  }
  if (computed) interrupt(walk);
}

function visitMethod(walk: Walk, node: NodeOf<'MethodDefinition'>): void {
  const { key, value, decorators, computed } = node;
  if (key.type === 'Identifier' && walk.ignoreClassMethods.includes(key.name)) return;
  // Istanbul counts what is in a private method, and not the method itself.
  const declaration = key.type === 'PrivateIdentifier' ? undefined : firstCharacter(node);
  visitFunction(walk, value, { declaration, apart: computed ? [...decorators, key] : decorators });
}

function visitField(walk: Walk, node: NodeOf<'PropertyDefinition'>): void {
  const { key, value, decorators, computed, declare } = node;
  if (value && !declare) {
    walk.dropHint(value);
    addStatement(walk.items, value, reachField(walk, node, value), key.start);
  }
  visitApart(walk, ...decorators, computed ? key : null);
  if (value && !declare) walk.visit(walk, value);
}

/** The name of a function in a field with a computed key is known only then; so another field counts it. */
function reachField(walk: Walk, node: NodeOf<'PropertyDefinition'>, value: Node): Segment {
  if (!isNamedByPlace(value)) return reachExpression(walk, value);
  const name = nameOf(node.key, node.computed);
  if (walk.at || name !== undefined) return reachExpression(walk, value, name);
  walk.at = newSegment();
  const field = `${node.static ? 'static ' : ''}#${walk.counters}${markOrder(walk.edits)}`;
  probeBefore(walk.edits, node.start, walk.at, `${field}=`);
  return walk.at;
}
