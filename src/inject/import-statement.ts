/** The import at the start of a file: its text, its place, and whether the file has it already. */
import type { ImportDeclaration, Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import {
  type InsertionPlace,
  lastDirective,
  placeAfterDirectives,
  placeAfterStatement,
  placeBefore,
} from './insertion-place.js';
import type { ModuleFormat } from './module-format.js';
import { isIdentifier, type ParsedSource } from './parsed-source.js';
import type { SourceStyle } from './source-style.js';

/** Returns the statement that loads a module for its effects. */
export function formatImport(specifier: string, format: ModuleFormat, style: SourceStyle): string {
  const quoted = quoteSpecifier(specifier, style);
  const end = style.hasSemicolons ? ';' : '';
  return format === 'module' ? `import ${quoted}${end}` : `require(${quoted})${end}`;
}

function quoteSpecifier(specifier: string, { quote }: SourceStyle): string {
  return (
    quote +
    specifier.replace(/[\\'"]/g, (character) =>
      character === '\\' || character === quote ? `\\${character}` : character,
    ) +
    quote
  );
}

/** Whether a file loads a module when it starts. Type imports load nothing. */
export function loadsModule({ program }: ParsedSource, specifier: string): boolean {
  return program.body.some((statement) =>
    isImport(statement)
      ? statement.type === 'ImportDeclaration' &&
        statement.importKind !== 'type' &&
        statement.source.value === specifier
      : requiredBy(statement).includes(specifier),
  );
}

/**
 * Returns the place for imports. In ES modules it is after the last import, because Node.js loads imports before any code.
 * In CommonJS it is before the first require, because files that are loaded earlier are not measured.
 */
export function placeOfImports(source: ParsedSource, format: ModuleFormat): InsertionPlace {
  const { body } = source.program;
  const lastImport = format === 'module' ? body.findLast(isImport) : undefined;
  if (lastImport) return placeAfterStatement(source, lastImport);
  const directive = lastDirective(body);
  if (directive) return placeAfterDirectives(source, directive);
  const [first] = body;
  if (first) return placeBefore(source, first);
  const { length } = source.text;
  return { offset: length, kind: /[\n\r\u2028\u2029]$|^$/.test(source.text) ? 'line' : 'end' };
}

function isImport(statement: Node): statement is ImportDeclaration {
  return statement.type === 'ImportDeclaration' || statement.type === 'TSImportEqualsDeclaration';
}

/** Returns the modules that a statement requires; none if it does anything else first. */
function requiredBy(statement: Node): readonly string[] {
  if (statement.type === 'ExpressionStatement') return requiredIn(statement.expression);
  if (statement.type !== 'VariableDeclaration') return [];
  const required = statement.declarations.map(({ init }) => (init ? requiredIn(init) : []));
  return required.every((modules) => modules.length > 0) ? required.flat() : [];
}

/** Returns the module of `require('x')`, also with property accesses and calls after it. */
function requiredIn(expression: Node): readonly string[] {
  if (expression.type === 'CallExpression' && isIdentifier(expression.callee, 'require')) {
    const [specifier] = expression.arguments;
    return specifier?.type === 'Literal' && typeof specifier.value === 'string' ? [specifier.value] : [];
  }
  const isChain = expression.type === 'CallExpression' || expression.type === 'MemberExpression';
  const [first] = isChain ? childrenOf(expression) : [];
  return first ? requiredIn(first) : [];
}
