/** Finds names that mean one thing in a snippet and another in the file. */
import type { Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import { quoteText } from '../platform/escape-terminal.js';
import { lineAt, listNodesOutsideFunctions, type ParsedSource } from './parsed-source.js';
import { invalid, type Snippet } from './snippet.js';

/**
 * Checks that neither the imports of a snippet nor its variables change what a name means in the file. `const`, `let` and
 * `class` are local to the block of the snippet; `var` is not, and functions are not in sloppy code.
 *
 * @param target the function that gets the snippet
 * @throws CovermainError `SNIPPET_INVALID`
 */
export function refuseNameClashes(snippet: Snippet, host: ParsedSource, target: Node): void {
  const imported = snippet.imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name));
  requireUnused(snippet, host, new Set(imported), host.program);
  const leaking = snippet.statements.flatMap((statement) => [...leakingNames(statement)]);
  requireUnused(snippet, host, new Set(leaking), target);
}

function requireUnused(snippet: Snippet, host: ParsedSource, names: ReadonlySet<string>, node: Node): void {
  if (names.size === 0) return;
  for (const { name, start } of usedNames(node)) {
    if (!names.has(name)) continue;
    const reason = `it declares ${quoteText(name)}, which ${host.file} uses in line ${lineAt(host, start)}`;
    throw invalid(snippet.source, reason, 'Rename it in the snippet');
  }
}

/** Returns the names that a statement declares outside of its block. */
function* leakingNames(statement: Node): Generator<string> {
  for (const node of listNodesOutsideFunctions(statement)) {
    if (node.type === 'FunctionDeclaration' && node.id) yield node.id.name;
    if (node.type !== 'VariableDeclaration' || node.kind !== 'var') continue;
    for (const { id } of node.declarations) for (const { name } of usedNames(id)) yield name;
  }
}

/** Returns all names in a tree but those of properties. */
function* usedNames(node: Node): Generator<{ readonly name: string; readonly start: number }> {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') yield node;
  for (const child of childrenOf(node)) if (!isPropertyName(node, child)) yield* usedNames(child);
}

function isPropertyName(parent: Node, child: Node): boolean {
  if (parent.type === 'MemberExpression') return !parent.computed && parent.property === child;
  const isMember =
    parent.type === 'Property' || parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition';
  return isMember && !parent.computed && parent.key === child && parent.value !== child;
}
