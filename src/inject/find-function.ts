/** Finds the function of a file that a snippet is inserted into. */
import type {
  ArrowFunctionExpression,
  ExportNamedDeclaration,
  Function as FunctionNode,
  Node,
  ObjectProperty,
} from 'oxc-parser';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { isIdentifier, lineAt, listNodesOutsideFunctions, type ParsedSource } from './parsed-source.js';

export type FunctionWithBody = (FunctionNode | ArrowFunctionExpression) & { readonly body: Node };

/** Name that also stands for the default export, whatever that is called. */
const ENTRY = 'main';

/** A function or an object, and a name by which the file knows it. */
interface NamedValue {
  readonly name: string;
  readonly value: Node;
}

/** Names and values of a file, outside of functions. */
interface FileNames {
  /** Functions, variables and assigned properties. */
  readonly locals: readonly NamedValue[];
  /** Exports under the name by which others import them. */
  readonly exported: readonly NamedValue[];
}

/**
 * Returns the function with a name: a function of the file, an export, a method of an exported object, or, for `main`, the
 * default export.
 *
 * @param alternative sentence that an error adds if there is none
 * @throws CovermainError `FUNCTION_NOT_FOUND` if there is none, or more than one
 */
export function findFunction(source: ParsedSource, name: string, alternative?: string): FunctionWithBody {
  const names = collectNames(source);
  const named = (list: readonly NamedValue[], wanted: string) =>
    list.filter((item) => item.name === wanted).flatMap(({ value }) => resolve(value, names));
  const candidates = [
    () => named([...names.exported, ...names.locals], name),
    () => exportedMethods(names, name),
    () => (name === ENTRY ? named(names.exported, 'default') : []),
  ];
  for (const find of candidates) {
    const functions = [...new Set(find().filter(hasBody))];
    if (functions.length > 1) throw ambiguous(source, name, functions);
    if (functions[0]) return functions[0];
  }
  throw notFound(source, name, names, alternative);
}

function collectNames({ program }: ParsedSource): FileNames {
  const locals: NamedValue[] = [];
  const exported: NamedValue[] = [];
  for (const node of listNodesOutsideFunctions(program)) {
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') {
      if (node.id) locals.push({ name: node.id.name, value: node });
    } else if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
      locals.push({ name: node.id.name, value: node.init });
    } else if (node.type === 'AssignmentExpression') {
      collectAssigned(node.left, node.right, locals, exported);
    } else if (node.type === 'ExportDefaultDeclaration') {
      exported.push({ name: 'default', value: node.declaration });
    } else if (node.type === 'TSExportAssignment') {
      exported.push({ name: 'default', value: node.expression });
    } else if (node.type === 'ExportNamedDeclaration' && !node.source) {
      exported.push(...namedExports(node));
    }
  }
  return { locals, exported };
}

function namedExports({ declaration, specifiers }: ExportNamedDeclaration): readonly NamedValue[] {
  const declared = declaration?.type === 'VariableDeclaration' ? declaration.declarations : [];
  return [
    ...specifiers.map(({ exported, local }) => ({ name: exportName(exported), value: local })),
    ...declared.flatMap(({ id, init }) =>
      id.type === 'Identifier' && init ? [{ name: id.name, value: init }] : [],
    ),
  ];
}

function exportName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : '';
}

/** Adds what an assignment names: a variable, `exports.name` or `module.exports`. */
function collectAssigned(left: Node, right: Node, locals: NamedValue[], exported: NamedValue[]): void {
  const value = right.type === 'AssignmentExpression' ? right.right : right;
  if (left.type === 'Identifier') locals.push({ name: left.name, value });
  if (left.type !== 'MemberExpression' || left.property.type !== 'Identifier' || left.computed) return;
  if (isModuleExports(left)) exported.push({ name: 'default', value });
  else if (isIdentifier(left.object, 'exports') || isModuleExports(left.object))
    exported.push({ name: left.property.name, value });
}

function isModuleExports(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    isIdentifier(node.object, 'module') &&
    isIdentifier(node.property, 'exports')
  );
}

/** Returns the name of a property; `undefined` if an expression computes it. */
function nameOf({ key, computed }: ObjectProperty): string | undefined {
  return computed && key.type !== 'Literal' ? undefined : exportName(key);
}

/** Returns the functions of the methods with a name of all exported objects. */
function exportedMethods(names: FileNames, name: string): readonly Node[] {
  return names.exported.flatMap(({ value }) =>
    resolve(value, names).flatMap((object) => {
      if (object.type !== 'ObjectExpression') return [];
      return object.properties.flatMap((property) =>
        property.type === 'Property' && property.kind === 'init' && nameOf(property) === name
          ? resolve(property.value, names)
          : [],
      );
    }),
  );
}

/** Returns the values that an expression stands for: through types, and through the name of another value. */
function resolve(value: Node, names: FileNames, seen: ReadonlySet<string> = new Set()): readonly Node[] {
  switch (value.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return resolve(value.expression, names, seen);
    case 'Identifier': {
      if (seen.has(value.name)) return [];
      const targets = names.locals.filter(({ name }) => name === value.name);
      return targets.flatMap((target) => resolve(target.value, names, new Set([...seen, value.name])));
    }
    default:
      return [value];
  }
}

/** Whether a value is a function that is not only declared, as overloads are. */
function hasBody(value: Node): value is FunctionWithBody {
  const isFunction =
    value.type === 'FunctionDeclaration' ||
    value.type === 'FunctionExpression' ||
    value.type === 'ArrowFunctionExpression';
  return isFunction && value.body !== null;
}

function ambiguous(source: ParsedSource, name: string, found: readonly Node[]): CovermainError {
  const lines = found.map(({ start }) => lineAt(source, start)).join(', ');
  return new CovermainError(
    'FUNCTION_NOT_FOUND',
    `Cannot choose a function ${quoteText(name)} in ${source.file}: there are several, in lines ${lines}. ` +
      'No file was changed. Rename all but one.',
  );
}

function notFound(
  source: ParsedSource,
  name: string,
  names: FileNames,
  alternative?: string,
): CovermainError {
  const others = [...names.locals, ...names.exported]
    .filter(({ value }) => resolve(value, names).some(hasBody))
    .map((item) => quoteText(item.name));
  const list = [...new Set(others)].slice(0, MAX_LISTED).join(', ');
  const [reason, remedy] =
    list === ''
      ? ['it has no named function', 'Name a file with the function, or inject no snippet.']
      : [`it has ${list}`, 'Name a function that runs once, at the start, with --function.'];
  return new CovermainError(
    'FUNCTION_NOT_FOUND',
    `Cannot find a function ${quoteText(name)} in ${source.file}: ${reason}. No file was changed. ` +
      [remedy, ...(alternative === undefined ? [] : [alternative])].join(' '),
  );
}

/** Number of functions that an error names. */
const MAX_LISTED = 10;
