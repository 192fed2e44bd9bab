/** Code that is inserted at the start of a function. */
import type { ImportDeclaration, Node } from 'oxc-parser';
import { isDirective } from '../instrument/probe/syntax/nodes.js';
import { CovermainError } from '../platform/errors.js';
import { placeBefore } from './insertion-place.js';
import type { ModuleFormat } from './module-format.js';
import { lineStartOf, listNodes, type ParsedSource } from './parsed-source.js';
import { detectStyle, isQuotedString, type SourceStyle } from './source-style.js';

/** A parsed snippet. Its imports go to the start of the file. */
export interface Snippet {
  readonly source: ParsedSource;
  readonly imports: readonly ImportDeclaration[];
  /** Statements other than imports. */
  readonly statements: readonly [Node, ...Node[]];
  /** Sentence that names a way to the same effect without a function; only for shipped snippets. */
  readonly alternative?: string | undefined;
}

/** @throws CovermainError `SNIPPET_INVALID` if it exports something, has no statement, or imports after other statements */
export function readSnippet(source: ParsedSource): Snippet {
  const body = source.program.body.filter((statement) => !isDirective(statement));
  const imports = body.filter((statement) => statement.type === 'ImportDeclaration');
  const [first, ...more] = body.slice(imports.length);
  const exported = body.find(({ type }) => /^(?:Export|TSExport)/.test(type));
  if (exported) throw invalid(source, 'it exports something', 'Remove the export');
  if (!first) throw invalid(source, 'it has no statement', 'Write the code to insert into it');
  if ([first, ...more].some(({ type }) => type === 'ImportDeclaration'))
    throw invalid(source, 'an import follows other code', 'Move the imports to its start');
  return { source, imports, statements: [first, ...more] };
}

export function invalid({ file }: ParsedSource, reason: string, remedy: string): CovermainError {
  return new CovermainError(
    'SNIPPET_INVALID',
    `Cannot insert the snippet ${file}: ${reason}. No file was changed. ${remedy}.`,
  );
}

/** Statements that declare names, which a block keeps to itself. */
const DECLARATION = /Declaration$/;

/** Returns the snippet as one statement in the style of a file: its only statement, or a block. */
export function formatSnippet(
  { source, statements }: Snippet,
  indentation: string,
  style: SourceStyle,
): string {
  const [first] = statements;
  const { offset } = placeBefore(source, first);
  const hasComments = source.comments.some(({ start }) => start >= offset);
  if (statements.length === 1 && !hasComments && !DECLARATION.test(first.type)) {
    const text = indentLines(source, first.start, first.end, indentation, style);
    return withEnd(text, first, style);
  }
  const inner = indentation + style.indentation;
  const text = indentLines(source, offset, source.text.trimEnd().length, inner, style);
  return `{${style.eol}${inner}${text}${style.eol}${indentation}}`;
}

/** Returns a simple statement with a semicolon where the file has them. Other statements end with a brace. */
function withEnd(text: string, { type }: Node, { hasSemicolons }: SourceStyle): string {
  if (type !== 'ExpressionStatement') return text;
  return text.replace(/\s*;?$/, hasSemicolons ? ';' : '');
}

/**
 * Returns a part of the snippet with the quotes and line ends of a file, and all lines but the first indented. Lines that
 * start inside of a string keep their white space.
 */
function indentLines(
  source: ParsedSource,
  start: number,
  end: number,
  indentation: string,
  style: SourceStyle,
): string {
  const own = detectStyle(source).indentation;
  const strings = listNodes(source.program).filter(
    (node) => node.type === 'TemplateLiteral' || node.type === 'Literal' || node.type === 'JSXText',
  );
  const text = requote(source.text, strings.filter(isQuotedString), style);
  const lines = text.slice(start, end).matchAll(/[^\r\n]*(?:\r\n|[\r\n]|$)/g);
  return [...lines]
    .filter(([line], index) => line !== '' || index === 0)
    .map(({ 0: line, index }) => {
      const offset = lineStartOf(text, start + index);
      const content = line.replace(/[\r\n]+$/, '');
      const isInString = strings.some((node) => node.start < offset && offset < node.end);
      if (index === 0 || isInString || content.trim() === '') return isInString ? content : content.trimEnd();
      return indentation + withIndentation(content, own, style.indentation);
    })
    .join(style.eol);
}

/** Replaces the indentation at the start of a line by another one. */
function withIndentation(line: string, own: string, wanted: string): string {
  let levels = 0;
  while (line.startsWith(own, levels * own.length)) levels++;
  return wanted.repeat(levels) + line.slice(levels * own.length);
}

/** Changes the quotes of strings that contain neither quotes nor escapes. The length stays the same. */
function requote(text: string, strings: readonly Node[], { quote }: SourceStyle): string {
  const characters = [...Array(text.length).keys()].map((index) => text[index] ?? '');
  for (const { start, end } of strings) {
    if (/['"\\]/.test(text.slice(start + 1, end - 1))) continue;
    characters[start] = quote;
    characters[end - 1] = quote;
  }
  return characters.join('');
}

/** Returns an import of the snippet as a statement of a file. */
export function formatSnippetImport(
  { source }: Snippet,
  declaration: ImportDeclaration,
  format: ModuleFormat,
  style: SourceStyle,
): string {
  const end = style.hasSemicolons ? ';' : '';
  const text = indentLines(source, declaration.start, declaration.end, '', style).replace(/\s*;?$/, end);
  if (format === 'module') return text;
  const specifier = style.quote + declaration.source.value + style.quote;
  const names = requiredNames(source, declaration);
  return `${names === '' ? '' : `const ${names} = `}require(${specifier})${end}`;
}

/** Returns the pattern that binds the names of an import to the result of `require`; an empty text without names. */
function requiredNames(source: ParsedSource, { specifiers }: ImportDeclaration): string {
  const [first] = specifiers;
  if (first?.type === 'ImportNamespaceSpecifier') return first.local.name;
  const names = specifiers.map((specifier) => {
    if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier')
      throw invalid(
        source,
        'a CommonJS file cannot require the default export that it imports',
        'Import names in braces, or a namespace: import * as name',
      );
    const { imported, local } = specifier;
    return imported.name === local.name ? local.name : `${imported.name}: ${local.name}`;
  });
  return names.length > 0 ? `{ ${names.join(', ')} }` : '';
}
