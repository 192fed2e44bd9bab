/** Makes the imports of code with decorator metadata work in an app. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { loadParser } from '../platform/load-parser.js';

const require = createRequire(import.meta.url);

const HELPER = /(['"])(@oxc-project\/runtime\/helpers\/\w+)\1/g;

/** Names covermain's copy of the decorator helpers, because the app may not have the package. */
export function resolveHelpers(code: string): string {
  return code.replace(HELPER, (_, quote: string, name: string) => {
    return `${quote}${pathToFileURL(require.resolve(name)).href}${quote}`;
  });
}

/**
 * Returns the code with imports that also succeed for types. Metadata refers to the types of decorated members. A type of
 * another file may be a class or an interface, and an ES module cannot import a name that does not exist.
 *
 * @param plainCode the same file without metadata, which imports no name for its metadata only
 */
export function softenTypeImports(code: string, plainCode: string): string {
  const used = new Set(listImports(plainCode).flatMap(({ entries }) => entries.map(localNameOf)));
  const pieces: string[] = [];
  let from = 0;
  for (const [index, { start, end, moduleRequest, entries }] of listImports(code).entries()) {
    const types = entries.filter((entry) => !used.has(localNameOf(entry)) && nameOf(entry) !== undefined);
    const isHelper = moduleRequest.value.startsWith('@oxc-project/');
    if (types.length === 0 || isHelper) continue;
    const others = entries.filter((entry) => !types.includes(entry));
    const space = `$covermain_types${index}`;
    const request = code.slice(moduleRequest.start, moduleRequest.end);
    // Reading a name throws as long as a cycle of imports has not defined it.
    const reads = types.map((entry) => {
      const name = JSON.stringify(nameOf(entry));
      return `var ${localNameOf(entry)} = (() => { try { return ${space}[${name}]; } catch {} })();`;
    });
    const statement = [
      ...importStatements(others, request),
      `import * as ${space} from ${request};`,
      ...reads,
    ].join(' ');
    const lineBreaks = code.slice(start, end).replace(/[^\n]/g, '');
    pieces.push(code.slice(from, start), statement, lineBreaks);
    from = end;
  }
  return [...pieces, code.slice(from)].join('');
}

type Import = ReturnType<typeof listImports>[number];
type Entry = Import['entries'][number];

function listImports(code: string) {
  const { parseSync } = loadParser();
  return parseSync('compiled.jsx', code, { sourceType: 'unambiguous' }).module.staticImports;
}

function localNameOf({ localName }: Entry): string {
  return localName.value;
}

/** Returns the exported name that an entry imports; `undefined` for a namespace. */
function nameOf({ importName }: Entry): string | undefined {
  if (importName.kind === 'NamespaceObject') return undefined;
  return importName.kind === 'Default' ? 'default' : (importName.name ?? undefined);
}

function importStatements(entries: readonly Entry[], request: string): readonly string[] {
  return entries.map((entry) => {
    const name = nameOf(entry);
    const binding = localNameOf(entry);
    return name === undefined
      ? `import * as ${binding} from ${request};`
      : `import { ${JSON.stringify(name)} as ${binding} } from ${request};`;
  });
}
