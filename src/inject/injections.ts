/**
 * Statements that covermain has injected. Each is followed by a comment, its marker, such as
 * `// covermain inject 1a2b3c4d`. The marker holds the digest of the statement, so that an edit by hand is noticed.
 */
import type { Comment, Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import { CovermainError } from '../platform/errors.js';
import { withoutBlockBody } from './arrow-body.js';
import { lineAt, lineEndAfter, lineStartOf, type ParsedSource, parseSource } from './parsed-source.js';
import { DIGEST_LENGTH, digestOf } from './statement-digest.js';

export interface Injection {
  readonly statement: Node;
  /** Node whose `body` contains the statement. */
  readonly parent: Node;
  readonly marker: Comment;
  /** Digest of the statement as it is now. */
  readonly digest: string;
  /** Whether the body of its function was an expression before. */
  readonly isBodyNew: boolean;
}

const MARKER = new RegExp(`^\\s*covermain inject ([0-9a-f]{${DIGEST_LENGTH}})( =>)?\\s*$`);

/** Digest in the marker of a statement whose digest is not known yet. */
const UNKNOWN_DIGEST = '0'.repeat(DIGEST_LENGTH);

/**
 * Returns the content of a marker without a digest.
 *
 * @param isBodyNew whether the body of the function was an expression before
 */
export function formatMarker(isBodyNew: boolean): string {
  return `covermain inject ${UNKNOWN_DIGEST}${isBodyNew ? ' =>' : ''}`;
}

/**
 * Returns the injected statements in the order of the file.
 *
 * @throws CovermainError `INJECTION_EDITED` if a statement does not belong to its marker any more
 */
export function findInjections(source: ParsedSource): readonly Injection[] {
  return listInjections(source).map((injection) => {
    const recorded = MARKER.exec(injection.marker.value)?.[1];
    if (injection.digest !== recorded) throw edited(source, injection.marker);
    return injection;
  });
}

/** Returns the text with the digest of each injected statement in its marker. */
export function recordDigests(source: ParsedSource): string {
  let text = source.text;
  for (const { marker, digest } of listInjections(source)) {
    const content = text.slice(marker.start, marker.end).replace(UNKNOWN_DIGEST, digest);
    text = text.slice(0, marker.start) + content + text.slice(marker.end);
  }
  return text;
}

/**
 * Returns the file without the injected statements and their markers.
 *
 * @throws CovermainError `INJECTION_EDITED`
 */
export function removeInjections(source: ParsedSource): ParsedSource {
  const last = findInjections(source).at(-1);
  return last ? removeInjections(removeInjection(source, last)) : source;
}

function removeInjection({ text, file }: ParsedSource, injection: Injection): ParsedSource {
  const [start, end] = spanOf(text, injection);
  const rest = parseSource(text.slice(0, start) + text.slice(end), file);
  return injection.isBodyNew ? withoutBlockBody(rest, injection.parent.start) : rest;
}

/** Statements whose digest may differ from their marker. */
function listInjections(source: ParsedSource): readonly Injection[] {
  return source.comments
    .filter(({ value }) => MARKER.test(value))
    .map((marker) => {
      const end = source.text.slice(0, marker.start).trimEnd().length;
      const found = findStatementAt(source.program, end);
      if (!found) throw edited(source, marker);
      return {
        ...found,
        marker,
        digest: digestOf(found.statement, source),
        isBodyNew: marker.value.trim().endsWith('=>'),
      };
    });
}

/** Nodes whose `body` is a list of statements. */
const STATEMENT_LISTS: ReadonlySet<string> = new Set([
  'Program',
  'BlockStatement',
  'StaticBlock',
  'TSModuleBlock',
]);

/** Returns the outermost statement that ends at an offset. */
function findStatementAt(node: Node, end: number): Pick<Injection, 'statement' | 'parent'> | undefined {
  for (const child of childrenOf(node)) {
    if (child.end === end && STATEMENT_LISTS.has(node.type)) return { statement: child, parent: node };
    if (child.start < end && child.end > end) return findStatementAt(child, end);
  }
  return undefined;
}

/** Returns what was inserted: whole lines, or the part of a line with the space before it. */
function spanOf(text: string, { statement, marker }: Injection): readonly [start: number, end: number] {
  const lineStart = lineStartOf(text, statement.start);
  const lineEnd = lineEndAfter(text, marker.end);
  const isWhole =
    text.slice(lineStart, statement.start).trim() === '' &&
    text.slice(marker.end, lineEnd.start).trim() === '';
  if (!isWhole) return [statement.start - (text[statement.start - 1] === ' ' ? 1 : 0), marker.end];
  if (lineEnd.eol !== '') return [lineStart, lineEnd.start + lineEnd.eol.length];
  // The file does not end with a line end, and did not before.
  return [
    lineStart - (/(?:\r\n|[\n\r\u2028\u2029])$/.exec(text.slice(0, lineStart))?.[0].length ?? 0),
    text.length,
  ];
}

function edited(source: ParsedSource, marker: Comment): CovermainError {
  const line = lineAt(source, marker.start);
  return new CovermainError(
    'INJECTION_EDITED',
    `Cannot change ${source.file}: the injected code before the comment in line ${line} was edited by hand. ` +
      'No file was changed. Undo the edit, or delete the code or the comment yourself.',
  );
}
