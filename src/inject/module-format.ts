/** Whether a file loads other modules by `import` or by `require`. */
import { extname } from 'node:path';
import { isIdentifier, listNodesOutsideFunctions, type ParsedSource } from './parsed-source.js';

export type ModuleFormat = 'module' | 'commonjs';

const FORMATS: Readonly<Record<string, ModuleFormat>> = {
  '.mjs': 'module',
  '.mts': 'module',
  '.cjs': 'commonjs',
};

/** Extensions of TypeScript, whose compiler turns `import` into what the package needs. */
const TYPESCRIPT: ReadonlySet<string> = new Set(['.ts', '.tsx', '.cts']);

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
  const nodes = listNodesOutsideFunctions(source.program);
  if (nodes.some(({ type }) => type === 'AwaitExpression')) return 'module';
  if (TYPESCRIPT.has(extension)) return usesRequire(source) ? 'commonjs' : 'module';
  return packageType === 'module' ? 'module' : 'commonjs';
}

function usesRequire({ program }: ParsedSource): boolean {
  for (const node of listNodesOutsideFunctions(program)) {
    if (node.type === 'CallExpression' && isIdentifier(node.callee, 'require')) return true;
  }
  return false;
}
