/** Finds out whether a source contains anything that remains after compiling. */
import type { Node } from 'oxc-parser';
import { parseText } from './parse-text.js';

/** Whether a source contains statements that are not types, imports or lists of exports. @param file absolute path */
export function hasCode(source: string, file: string): boolean {
  const parsed = parseText(source, file);
  return parsed === undefined || parsed.program.body.some(remains);
}

function remains(node: Node): boolean {
  if ('declare' in node && node.declare) return false;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'EmptyStatement':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
    case 'TSNamespaceExportDeclaration':
      return false;
    case 'TSEnumDeclaration':
      return !node.const;
    case 'TSModuleDeclaration':
      return node.body?.type === 'TSModuleBlock' && node.body.body.some(remains);
    case 'ExportNamedDeclaration':
      return node.declaration !== null && remains(node.declaration);
    case 'ExpressionStatement':
      return !('directive' in node && typeof node.directive === 'string');
    default:
      return true;
  }
}
