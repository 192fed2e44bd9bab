/** Writes the text of a harness file. */
import { extname, posix } from 'node:path';
import type { DetectedApp, ModuleSystem } from '../detect/detected-app.js';
import type { EnvFile, StartCommand } from '../detect/start-commands.js';

/** How a harness file loads modules. */
export type HarnessSyntax = 'import' | 'require';

export interface HarnessFile {
  /** Name in `test-manual/`. */
  readonly name: string;
  readonly syntax: HarnessSyntax;
  readonly isTypeScript: boolean;
  /** How Node treats the file. */
  readonly moduleSystem: ModuleSystem;
}

/** Returns the text of a harness file for an app. */
export function formatHarness(app: DetectedApp, harness: HarnessFile): string {
  const { style } = app;
  const end = style.semicolons ? ';' : '';
  const quoted = (text: string) => quote(text, style.quote);
  const names = app.start === 'main-module' ? 'runAsMain, testMain' : 'testMain';
  const source = quoted('covermain/harness');
  const header =
    harness.syntax === 'import'
      ? `import { ${names} } from ${source}${end}`
      : `const { ${names} } = require(${source})${end}`;
  const comment = COMMENTS[app.start];
  const body = formatCall(app, harness, quoted, end);
  const lines = [header, '', ...(comment === undefined ? [] : [`// ${comment}`]), ...body, ''];
  return lines.join(style.lineEnd);
}

/** Comments about starts that are not obvious. */
const COMMENTS: Partial<Readonly<Record<DetectedApp['start'], string>>> = {
  itself: 'The module starts the app when it is loaded, so testMain must not call what it exports.',
  'main-module': 'The module starts only as the main module of Node.',
};

type Quote = (text: string) => string;

function formatCall(app: DetectedApp, harness: HarnessFile, quoted: Quote, end: string): readonly string[] {
  const { indent } = app.style;
  if (app.start === 'plugin') return [`testMain(${formatPluginStart(app, harness, quoted)})${end}`];
  const { args, preparation } = readPreparation(app, harness, quoted, end);
  const options = args.length > 0 ? `, { args: [${args.map(quoted).join(', ')}] }` : '';
  const load = formatLoad(app, harness, quoted);
  if (preparation.length === 0 && app.start !== 'itself') return [`testMain(() => ${load}${options})${end}`];
  const last =
    app.start === 'itself' ? (harness.syntax === 'import' ? `await ${load}` : load) : `return ${load}`;
  const isAsync = [...preparation, last].some((line) => line.startsWith('await '));
  const body = [...preparation, `${last}${end}`].map((line) => indent + line);
  return [`testMain(${isAsync ? 'async ' : ''}() => {`, ...body, `}${options})${end}`];
}

/** Returns a function that starts a plugin as `fastify start` does, with the source in place of the compiled file. */
function formatPluginStart({ entry, modules }: DetectedApp, { syntax }: HarnessFile, quoted: Quote): string {
  const { name, args }: Pick<StartCommand, 'name' | 'args'> =
    entry.origin.by === 'script' ? entry.origin.command : { name: '', args: [] };
  const list = args.map((arg) => quoted(arg === name ? (modules[0] ?? arg) : arg)).join(', ');
  const source = quoted('fastify-cli/start.js');
  return syntax === 'import'
    ? `async () => (await import(${source})).start([${list}])`
    : `() => require(${source}).start([${list}])`;
}

/** Returns the expression that loads the app. */
function formatLoad(app: DetectedApp, harness: HarnessFile, quoted: Quote): string {
  const [entry = ''] = app.modules;
  const specifier = specifierOf(`./${entry}`, app, harness);
  if (app.start === 'main-module') {
    const real = quoted(posix.join('..', entry));
    return harness.moduleSystem === 'ES modules'
      ? `runAsMain(new URL(${real}, import.meta.url))`
      : `runAsMain(require.resolve(${real}))`;
  }
  return `${harness.syntax === 'import' ? 'import' : 'require'}(${quoted(specifier)})`;
}

/** Extensions that imports of TypeScript have, where they are not those of the sources. */
const COMPILED_EXTENSIONS: Readonly<Record<string, string>> = {
  '.ts': '.js',
  '.tsx': '.js',
  '.mts': '.mjs',
  '.cts': '.cjs',
};

/** Returns the specifier by which the harness file loads a module. @param path relative to the root, starting with `./` */
function specifierOf(path: string, app: DetectedApp, { isTypeScript }: HarnessFile): string {
  const extension = extname(path);
  const compiled = COMPILED_EXTENSIONS[extension];
  const isCompiledName = isTypeScript && compiled !== undefined && !app.importsTypeScriptNames;
  const named = isCompiledName ? path.slice(0, path.length - extension.length) + compiled : path;
  return posix.join('..', named);
}

/** Returns what a script does before the app starts: statements, and the arguments of the app. */
function readPreparation(
  { entry: { origin } }: DetectedApp,
  harness: HarnessFile,
  quoted: Quote,
  end: string,
): { readonly args: readonly string[]; readonly preparation: readonly string[] } {
  if (origin.by !== 'script') return { args: [], preparation: [] };
  const { envFiles, preloads, args }: StartCommand = origin.command;
  const load = harness.syntax === 'import' ? 'await import' : 'require';
  return {
    args: args.some(hasShellVariable) ? [] : args,
    preparation: [
      // It keeps variables that are set, so the file that wins comes first.
      ...envFiles.toReversed().map((file) => formatEnvFile(file, quoted, end)),
      ...preloads.map((name) => `${load}(${quoted(fromHarness(name))})${end}`),
    ],
  };
}

function formatEnvFile({ path, mayBeMissing }: EnvFile, quoted: Quote, end: string): string {
  const call = `process.loadEnvFile(${quoted(path)})${end}`;
  // As `--env-file-if-exists` does, the harness file ignores that the file is missing.
  return mayBeMissing ? `try { ${call} } catch {}` : call;
}

/** Whether a shell replaces a part of a word, such as `$PORT` or `%PORT%`. */
export function hasShellVariable(word: string): boolean {
  return /\$|%\w+%/.test(word);
}

/** Returns the specifier of a module that a command line names, which is relative to the root. */
function fromHarness(name: string): string {
  return /^\.\.?[/\\]/.test(name) ? posix.join('..', name.replaceAll('\\', '/')) : name;
}

function quote(text: string, mark: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return mark + (mark === '"' ? escaped : escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")) + mark;
}
