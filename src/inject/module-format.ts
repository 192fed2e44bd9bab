/** Whether a file loads other modules by `import` or by `require`. */
import { extname } from 'node:path';
import type { Node } from 'oxc-parser';
import { listNodes, listNodesOutsideFunctions, type ParsedSource } from './parsed-source.js';

export type ModuleFormat = 'module' | 'commonjs';

/** Formats of files without module syntax. In a `.cts` file, Node.js itself knows no `import`. */
const FORMATS: Readonly<Record<string, ModuleFormat>> = {
  '.mjs': 'module',
  '.mts': 'module',
  '.cjs': 'commonjs',
  '.cts': 'commonjs',
};

/** Extensions of TypeScript, whose compiler turns `import` into what the package needs. */
const TYPESCRIPT: ReadonlySet<string> = new Set(['.ts', '.tsx']);

/**
 * Returns the format of a file. Its syntax decides, then its extension, then the field `type` of its package.
 *
 * @param packageType `type` of the package.json, if there is one
 */
export function formatOf(source: ParsedSource, packageType: unknown): ModuleFormat {
  if (source.hasModuleSyntax) return 'module';
  const extension = extname(source.file);
  const byExtension = FORMATS[extension];
  if (byExtension) return byExtension;
  if (listNodesOutsideFunctions(source.program).some(isAwait)) return 'module';
  if (!TYPESCRIPT.has(extension)) return packageType === 'module' ? 'module' : 'commonjs';
  // Node.js runs TypeScript without a compiler, too: an `import` would take `require` away, or be a syntax error.
  return packageType === 'commonjs' || usesCommonJs(source) ? 'commonjs' : 'module';
}

/** Whether a node awaits something. Outside of functions, only modules can. */
function isAwait(node: Node): boolean {
  return (
    node.type === 'AwaitExpression' ||
    (node.type === 'ForOfStatement' && node.await) ||
    (node.type === 'VariableDeclaration' && node.kind === 'await using')
  );
}

/** Names that only CommonJS defines. */
const COMMONJS_NAMES: ReadonlySet<string> = new Set([
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
]);

function usesCommonJs({ program }: ParsedSource): boolean {
  return listNodes(program).some((node) => node.type === 'Identifier' && COMMONJS_NAMES.has(node.name));
}

/** Whether code contains `import.meta`, which is a syntax error in CommonJS. */
export function usesImportMeta(code: readonly Node[]): boolean {
  return code
    .flatMap((node) => listNodes(node))
    .some((node) => node.type === 'MetaProperty' && node.meta.name === 'import');
}
