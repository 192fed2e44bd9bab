/** Injects an import and a snippet into source text, and removes them again. */
import type { ImportDeclaration } from 'oxc-parser';
import { hasByteOrderMark, withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { CovermainError } from '../platform/errors.js';
import { withBlockBody } from './arrow-body.js';
import { findFunction } from './find-function.js';
import { placeInFunction } from './function-body.js';
import { formatImport, loadsModule, placeOfImports } from './import-statement.js';
import {
  findInjections,
  formatMarker,
  type Injection,
  recordDigests,
  removeInjections,
} from './injections.js';
import { formatInsertion } from './insertion-place.js';
import { formatOf, usesImportMeta } from './module-format.js';
import { refuseNameClashes } from './name-clashes.js';
import { isIdentifier, listNodes, type ParsedSource, parseSource } from './parsed-source.js';
import { formatSnippet, formatSnippetImport, invalid, type Snippet } from './snippet.js';
import { detectStyle, type SourceStyle } from './source-style.js';
import { digestOf } from './statement-digest.js';

/** What a file shall contain. */
export interface InjectionRequest {
  /** Module to import. */
  readonly specifier: string;
  /** Code for the start of the function. */
  readonly snippet?: Snippet | undefined;
  /** Name of the function. */
  readonly functionName: string;
  /** Field `type` of the package.json of the file. */
  readonly packageType: unknown;
}

/** Text to insert. */
interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/**
 * Returns the text of a file with the import and the snippet. Code of an earlier injection is replaced, unless it differs
 * only in its formatting.
 *
 * @param text may start with a byte order mark
 * @param file path for messages; its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`, `FUNCTION_NOT_FOUND`, `SNIPPET_INVALID`, `INJECTION_EDITED`,
 *   `FILE_NOT_EDITABLE` if the file cannot be parsed afterwards
 */
export function injectCode(text: string, file: string, request: InjectionRequest): string {
  const current = parseSource(withoutByteOrderMark(text), file);
  const existing = findInjections(current);
  const bare = removeInjections(current);
  const injected = insertAll(bare, request);
  const isSame =
    describe(current, existing, request) === describe(injected, findInjections(injected), request);
  return isSame ? text : withMarkOf(text, injected.text);
}

/**
 * Returns the text of a file without injected code.
 *
 * @throws CovermainError `SOURCE_NOT_PARSED`, `INJECTION_EDITED`
 */
export function removeInjectedCode(text: string, file: string): string {
  const source = parseSource(withoutByteOrderMark(text), file);
  return withMarkOf(text, removeInjections(source).text);
}

/** Whether a file loads other modules by `import`. @throws CovermainError `SOURCE_NOT_PARSED` */
export function isModuleFile(text: string, file: string, packageType: unknown): boolean {
  return formatOf(parseSource(withoutByteOrderMark(text), file), packageType) === 'module';
}

function withMarkOf(original: string, text: string): string {
  return hasByteOrderMark(original) ? original.slice(0, 1) + text : text;
}

/** Describes the injected statements of a file, without their formatting. */
function describe(source: ParsedSource, injections: readonly Injection[], request: InjectionRequest): string {
  const body = request.snippet && findFunction(source, request.functionName).body;
  const placeOf = ({ parent }: Injection) => {
    if (parent.type === 'Program') return 'file';
    return parent === body ? 'function' : 'elsewhere';
  };
  return injections
    .map((injection) => `${injection.digest} ${placeOf(injection)}`)
    .sort()
    .join('\n');
}

/**
 * Inserts the import and the snippet. A file without semicolons gets some where a line would continue the one before it.
 */
function insertAll(bare: ParsedSource, request: InjectionRequest): ParsedSource {
  const style = detectStyle(bare);
  const styles = style.hasSemicolons ? [style] : [style, { ...style, hasSemicolons: true }];
  for (const each of styles) {
    const host = prepareFunction(bare, request, each);
    const insertions = [
      ...insertImports(host, request, each),
      ...insertSnippet(host, request, each, host !== bare),
    ];
    const injected = tryInsert(bare, host, insertions);
    if (injected) return injected;
  }
  if (request.snippet)
    throw invalid(
      request.snippet.source,
      `${bare.file} cannot be parsed with it`,
      'Write code that is valid at the start of the function',
    );
  throw new CovermainError(
    'FILE_NOT_EDITABLE',
    `Cannot change ${bare.file}: it cannot be parsed with the import. No file was changed. Insert the import yourself.`,
  );
}

/** Returns the file in which the function can get a snippet. */
function prepareFunction(bare: ParsedSource, request: InjectionRequest, style: SourceStyle): ParsedSource {
  const { snippet, functionName } = request;
  if (!snippet) return bare;
  return withBlockBody(bare, findFunction(bare, functionName, snippet.alternative), style);
}

/**
 * Returns the file with insertions.
 *
 * @returns `undefined` if it is invalid then, or if removing the injected code does not give `bare`
 */
function tryInsert(
  bare: ParsedSource,
  host: ParsedSource,
  insertions: readonly Insertion[],
): ParsedSource | undefined {
  const text = insertions
    .toSorted((one, other) => one.offset - other.offset)
    .reduceRight((rest, { offset, text }) => rest.slice(0, offset) + text + rest.slice(offset), host.text);
  try {
    const injected = parseSource(recordDigests(parseSource(text, bare.file)), bare.file);
    const found = findInjections(injected);
    const isValid = found.length === insertions.length && !found.some(usesKeywordAsName);
    return isValid && removeInjections(injected).text === bare.text ? injected : undefined;
  } catch {
    return undefined; // the caller says why the code is not valid here
  }
}

/** Whether a statement contains `await (x)` where `await` is no keyword, so that it would call a function of this name. */
function usesKeywordAsName({ statement }: Injection): boolean {
  return listNodes(statement).some((node) => isIdentifier(node, 'await') || isIdentifier(node, 'yield'));
}

/** Returns the insertions for the imported module and the imports of the snippet. */
function insertImports(
  bare: ParsedSource,
  request: InjectionRequest,
  style: SourceStyle,
): readonly Insertion[] {
  const { specifier, snippet, packageType } = request;
  const format = formatOf(bare, packageType);
  const place = placeOfImports(bare, format);
  const own = loadsModule(bare, specifier) ? [] : [formatImport(specifier, format, style)];
  const ofSnippet = (snippet?.imports ?? [])
    .filter((declaration) => !hasEqualImport(bare, declaration, snippet))
    .map((declaration) => (snippet ? formatSnippetImport(snippet, declaration, format, style) : ''));
  return [...own, ...ofSnippet].map((statement) => ({
    offset: place.offset,
    text: formatInsertion(statement, formatMarker(false), place, '', style),
  }));
}

/** Whether a file has an import of the snippet already. */
function hasEqualImport(bare: ParsedSource, declaration: ImportDeclaration, snippet?: Snippet): boolean {
  const digest = snippet && digestOf(declaration, snippet.source);
  return bare.program.body.some(
    (node) => node.type === 'ImportDeclaration' && digestOf(node, bare) === digest,
  );
}

function insertSnippet(
  host: ParsedSource,
  request: InjectionRequest,
  style: SourceStyle,
  isBodyNew: boolean,
): readonly Insertion[] {
  const { snippet, functionName, packageType } = request;
  if (!snippet) return [];
  if (formatOf(host, packageType) === 'commonjs' && usesImportMeta(snippet.statements))
    throw invalid(snippet.source, `it uses import.meta, but ${host.file} is CommonJS`, 'Use __filename');
  const target = findFunction(host, functionName);
  const imports = snippet.imports.filter((declaration) => !hasEqualImport(host, declaration, snippet));
  refuseNameClashes({ ...snippet, imports }, host, target);
  const { place, indentation } = placeInFunction(host, target, style);
  const statement = formatSnippet(snippet, indentation, style);
  const text = formatInsertion(statement, formatMarker(isBodyNew), place, indentation, style);
  return [{ offset: place.offset, text }];
}
