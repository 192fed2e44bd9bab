/** Infers the names of functions that have none in their source, as V8 names them in stack traces and profiles. */
import type { Node } from 'oxc-parser';
import { childrenOf } from './syntax/child-nodes.js';
import { findLines, type Position } from './syntax/lines.js';
import type { NodeOf } from './syntax/nodes.js';
import { parse } from './syntax/parse.js';
import { assignedNameOf } from './walk/assigned-names.js';

/** Returns the name of the function that is declared at a position; `undefined` if it has none. */
export type InferredNames = (position: Position) => string | undefined;

/**
 * Infers the names of the functions of a file.
 *
 * @param file its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function inferNames(source: string, file: string): InferredNames {
  const names = new Map<string, string>();
  const { positionOf } = findLines(source);
  const nameAt = ({ start }: Node) => names.get(keyOf(positionOf(start)));
  /** @param constructorName name of the enclosing function, if that can be a constructor */
  const visit = (node: Node, constructorName: string): void => {
    for (const { named, name } of namesIn(node, constructorName)) {
      const key = keyOf(positionOf(named.start));
      if (!names.has(key)) names.set(key, name);
    }
    const inner = constructorIn(node, nameAt) ?? constructorName;
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(parse(source, file).program, '');
  return (position) => names.get(keyOf(position));
}

function keyOf({ line, column }: Position): string {
  return `${line}:${column}`;
}

/**
 * Returns the name of a function with a `this` of its own: empty if V8 does not take it for a constructor, because it
 * starts with a small letter; `undefined` for any other node.
 */
function constructorIn(node: Node, nameAt: (node: Node) => string | undefined): string | undefined {
  if (
    node.type !== 'FunctionDeclaration' &&
    node.type !== 'FunctionExpression' &&
    node.type !== 'MethodDefinition'
  )
    return undefined;
  // The value of a method starts after its name.
  const own = 'id' in node ? node.id?.name : undefined;
  const name = own ?? nameAt(node);
  if (name === undefined) return node.type === 'FunctionExpression' ? undefined : '';
  return /^\p{Lu}/u.test(name) ? name : '';
}

interface InferredName {
  /** The function, or the method that contains it: the function of a method is declared where the method starts. */
  readonly named: Node;
  readonly name: string;
}

function namesIn(node: Node, constructorName: string): readonly InferredName[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return nameValue(node.init, nameOfTarget(node.id, constructorName));
    case 'AssignmentPattern':
    case 'AssignmentExpression':
      return nameValue(node.right, nameOfTarget(node.left, constructorName));
    case 'ExportDefaultDeclaration':
      return nameValue(node.declaration as Node, 'default');
    case 'Property':
      return node.method || node.kind !== 'init'
        ? nameMethod(node, node.kind, nameOfKey(node))
        : nameValue(node.value, nameOfKey(node));
    case 'MethodDefinition':
      return nameMethod(node, node.kind, nameOfKey(node));
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return nameValue(node.value, nameOfKey(node));
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? nameConstructor(node, node.id.name) : [];
    default:
      return [];
  }
}

function nameOfKey({
  key,
  computed,
}: {
  readonly key: Node;
  readonly computed: boolean;
}): string | undefined {
  return assignedNameOf(key, computed);
}

function nameMethod(method: Node, kind: string, name: string | undefined): readonly InferredName[] {
  // A constructor has the name of its class.
  if (kind === 'constructor' || name === undefined) return [];
  return [{ named: method, name: kind === 'get' || kind === 'set' ? `${kind} ${name}` : name }];
}

function nameConstructor(
  { body }: NodeOf<'ClassDeclaration' | 'ClassExpression'>,
  name: string,
): readonly InferredName[] {
  return body.body
    .filter((member) => member.type === 'MethodDefinition' && member.kind === 'constructor')
    .map((named) => ({ named, name }));
}

/** Names a value, or each of the values that an operator chooses from. */
function nameValue(value: Node | null, name: string | undefined): readonly InferredName[] {
  if (!value || name === undefined) return [];
  switch (value.type) {
    case 'ArrowFunctionExpression':
      return [{ named: value, name }];
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return value.id ? [] : [{ named: value, name }];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return value.id ? [] : nameConstructor(value, name);
    case 'ConditionalExpression':
      return [value.consequent, value.alternate].flatMap((one) => nameValue(one, name));
    case 'LogicalExpression':
      return [value.left, value.right].flatMap((one) => nameValue(one, name));
    // Types are removed before JavaScript assigns names.
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return nameValue(value.expression, name);
    default:
      return [];
  }
}

/** Returns the name of a target: of a variable, or of a path such as `exports.find`. */
function nameOfTarget(target: Node, constructorName: string): string | undefined {
  if (target.type === 'Identifier') return target.name;
  if (target.type === 'ThisExpression') return constructorName;
  if (target.type !== 'MemberExpression') return undefined;
  const object = nameOfTarget(target.object, constructorName);
  const property = assignedNameOf(target.property, target.computed);
  if (object === undefined || property === undefined) return undefined;
  // V8 leaves out `prototype`.
  if (property === 'prototype') return object;
  return object === '' ? property : `${object}.${property}`;
}
