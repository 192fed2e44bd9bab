/**
 * Bundles the command line into few CommonJS files, of which a command loads those that it needs. Node loads one file of 100 KB
 * faster than twenty small ones, and CommonJS faster than ES modules. esbuild splits only ES modules, and into many small
 * chunks. So esbuild first makes chunks, and then a file of all chunks that are loaded together.
 */
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { parseSync } from 'oxc-parser';
import { inheritModules } from './inherit-modules.js';
import { keepModuleUrls, withOutputUrl } from './own-urls.js';

const ENTRY = 'src/cli.ts';

/** Directory of the files, relative to the output directory. */
const DIRECTORY = 'src/cli';

/** The bundle that loads the others, relative to them. */
const LOADER = './load-bundle.cjs';

/** Files of several chunks, by the modules that load them. A chunk is in the first file that needs it, or in one of its own. */
const FILES: readonly { readonly name: string; readonly modules: readonly string[] }[] = [
  { name: 'main', modules: [ENTRY] },
  { name: 'run', modules: ['src/commands/run.ts', 'src/run/process-end.ts', 'src/cli/save-bundle-code.ts'] },
  { name: 'run-end', modules: ['src/report/run-report.ts'] },
  { name: 'run-results', modules: ['src/report/profile-results.ts'] },
  {
    name: 'run-report',
    modules: ['src/report/never-loaded.ts', 'src/report/run-coverage.ts', 'src/report/draw-run-report.ts'],
  },
  { name: 'parse', modules: ['src/cli/parse-arguments.ts'] },
  { name: 'all-commands', modules: ['src/cli/all-commands.ts'] },
  {
    name: 'agents',
    modules: ['dump', 'list', 'reset', 'session', 'status', 'stop'].map(commandModule),
  },
  {
    name: 'profiles',
    modules: ['files', 'func', 'merge', 'percent', 'report', 'textfmt'].map(commandModule),
  },
];

/** Files whose common chunks are in `main`: no command loads all of both. */
const SHARING = ['run', 'all-commands'];

function commandModule(name: string): string {
  return `src/commands/${name}.ts`;
}

/** Packages that stay outside: they have addons or files of their own, are patched, or must be the copy that the user's code has. */
const EXTERNAL = [
  '#oxc-parser',
  '@inquirer/prompts',
  '@oxc-project/runtime',
  'get-tsconfig',
  'istanbul-*',
  'mocha',
  'nyc',
  'open',
  'oxc-parser',
  'oxc-transform',
  'tsx',
];

/** Keeps the names of functions, for stack traces. */
const SHARED_OPTIONS: BuildOptions & { readonly write: false } = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: EXTERNAL,
  // Its CommonJS loads its own files in a way that esbuild does not see.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  write: false,
};

/** A chunk of esbuild: an ES module. */
interface Chunk {
  /** File name, such as `chunk-ABCDEF.js`. */
  readonly name: string;
  readonly text: string;
  /** Path of the module that it starts with, relative to the repository; `undefined` if several modules share it. */
  readonly module: string | undefined;
  /** Names of the chunks that are loaded with it. */
  readonly imports: readonly string[];
}

export interface CommandLineBundle {
  /** Texts of the files, by their paths relative to the output directory. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of the bundled modules, relative to the repository. */
  readonly modules: readonly string[];
}

/** Bundles the command line. @param root absolute path of the repository */
export async function bundleCommandLine(root: string): Promise<CommandLineBundle> {
  const { chunks, modules } = await splitCommandLine(root);
  const fileOf = assignFiles(chunks);
  const names = [...new Set(fileOf.values())];
  const importing = new Set(chunks.filter(importsAtRuntime).map(({ name }) => fileOf.get(name)));
  const texts = await Promise.all(names.map((name) => joinChunks(name, { chunks, fileOf, importing })));
  return {
    files: new Map(names.map((name, index) => [`${DIRECTORY}/${name}`, texts[index] ?? ''])),
    modules,
  };
}

async function splitCommandLine(
  root: string,
): Promise<{ chunks: readonly Chunk[]; modules: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    ...SHARED_OPTIONS,
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outdir: join(root, DIRECTORY),
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    metafile: true,
    plugins: [keepModuleUrls(root), keepCommonJsModules(root)],
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const chunks = Object.entries(metafile.outputs).map(([path, { entryPoint, imports }]) => ({
    name: basename(path),
    text: texts.get(basename(path)) ?? '',
    module: entryPoint,
    imports: imports
      .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
      .map((imported) => basename(imported.path)),
  }));
  return { chunks, modules: Object.keys(metafile.inputs) };
}

/** Takes the repository's own CommonJS modules from the loader, which contains them. */
function keepCommonJsModules(root: string): Plugin {
  return {
    name: 'keep-commonjs-modules',
    setup(context) {
      context.onResolve({ filter: /^\.\.?\/.*\.cjs$/ }, ({ resolveDir }) =>
        resolveDir.startsWith(join(root, 'src')) ? { path: LOADER, external: true } : undefined,
      );
    },
  };
}

/** Returns the file name of each chunk, by its name. */
function assignFiles(chunks: readonly Chunk[]): ReadonlyMap<string, string> {
  const fileOf = new Map<string, string>();
  const assign = (names: readonly string[], file: string) => {
    for (const name of names) if (!fileOf.has(name)) fileOf.set(name, `${file}.cjs`);
  };
  const needed = new Map(FILES.map((file) => [file.name, findNeeded(chunks, file)]));
  const [first, second] = SHARING.map((name) => needed.get(name) ?? []);
  assign([...(needed.get('main') ?? []), ...(first ?? []).filter((name) => second?.includes(name))], 'main');
  for (const [file, names] of needed) assign(names, file);
  for (const { name } of chunks) if (!fileOf.has(name)) fileOf.set(name, name.replace(/js$/, 'cjs'));
  return fileOf;
}

/** Returns the names of the chunks that modules need, directly or through others. */
function findNeeded(chunks: readonly Chunk[], { modules }: (typeof FILES)[number]): readonly string[] {
  const byName = new Map(chunks.map((chunk) => [chunk.name, chunk]));
  const needed = new Set<string>();
  const add = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const imported of byName.get(name)?.imports ?? []) add(imported);
  };
  for (const module of modules) {
    const chunk = chunks.find((one) => one.module === module);
    if (!chunk) throw new Error(`The command line loads no ${module}: update FILES.`);
    add(chunk.name);
  }
  return [...needed];
}

interface Assignment {
  readonly chunks: readonly Chunk[];
  readonly fileOf: ReadonlyMap<string, string>;
  /** Names of the files with an `import()`, which fails in code that is compiled from V8's code cache. */
  readonly importing: ReadonlySet<string | undefined>;
}

/** Whether a chunk has an `import()` of anything but a chunk, which becomes a `require`. */
function importsAtRuntime({ name, text }: Chunk): boolean {
  const { dynamicImports } = parseSync(name, text).module;
  return dynamicImports.some(({ moduleRequest }) => !/^["']\.\//.test(text.slice(moduleRequest.start)));
}

/** Returns a CommonJS file that exports the namespace of each of its chunks by the chunk's name. */
async function joinChunks(file: string, assignment: Assignment): Promise<string> {
  const own = assignment.chunks.filter(({ name }) => assignment.fileOf.get(name) === file);
  const { outputFiles } = await build({
    ...SHARED_OPTIONS,
    stdin: { contents: own.map(({ name }) => `export * as "${name}" from "./${name}";`).join('\n') },
    outfile: file,
    format: 'cjs',
    plugins: [loadChunks(own, assignment)],
  });
  const text = outputFiles.map((output) => output.text.replace(COPIED_NAMESPACE, '$1')).join('');
  return withOutputUrl(inheritModules(text), '../..');
}

/** Matches an import of a chunk. esbuild copies all properties of its namespace, which every importer could share. */
const COPIED_NAMESPACE = /__toESM\((require_[a-z_]+_[0-9A-Z]{8}\(\))\)/g;

/** Returns a CommonJS module that is the namespace of a chunk in another file. The mark makes its default export one of an ES module. */
function namespaceOf(chunk: string, { fileOf, importing }: Assignment): string {
  const file = fileOf.get(chunk);
  const loaded = importing.has(file) ? `require("./${file}")` : `require("${LOADER}").loadBundle("${file}")`;
  return `module.exports=Object.defineProperty(${loaded}["${chunk}"],"__esModule",{value:true});`;
}

/** Loads the chunks of a file from memory, and all others when they are needed from their files. */
function loadChunks(own: readonly Chunk[], assignment: Assignment): Plugin {
  const texts = new Map(own.map(({ name, text }) => [name, text]));
  return {
    name: 'load-chunks',
    setup(context) {
      context.onResolve({ filter: /^\.\/.*\.js$/ }, ({ path }) => ({
        path: basename(path),
        namespace: 'chunk',
      }));
      context.onResolve({ filter: /^\.\/.*\.cjs$/, namespace: 'chunk' }, ({ path }) => ({
        path,
        external: true,
      }));
      context.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: texts.get(path) ?? namespaceOf(path, assignment),
      }));
    },
  };
}
