/**
 * Bundles the command line into few CommonJS files, of which a command loads those that it needs. Node loads one file of 100 KB
 * faster than twenty small ones, and CommonJS faster than ES modules. esbuild splits only ES modules, and into many small
 * chunks. So esbuild first makes chunks, and then a file of all chunks that are loaded together.
 */
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { inheritModules } from './inherit-modules.js';
import { keepModuleUrls, withOutputUrl } from './own-urls.js';

const ENTRY = 'src/cli.ts';

/** Directory of the files, relative to the output directory. */
const DIRECTORY = 'src/cli';

/** Files of several chunks, by the modules that load them. A chunk is in the first file that needs it, or in one of its own. */
const FILES: readonly { readonly name: string; readonly modules: readonly string[] }[] = [
  { name: 'main', modules: [ENTRY] },
  { name: 'all-commands', modules: ['src/cli/all-commands.ts'] },
  { name: 'run', modules: ['src/commands/run.ts', 'src/run/process-end.ts'] },
  { name: 'run-end', modules: ['src/report/run-report.ts'] },
  {
    name: 'run-report',
    modules: ['src/report/never-loaded.ts', 'src/report/run-coverage.ts', 'src/report/draw-run-report.ts'],
  },
  {
    name: 'agents',
    modules: ['dump', 'list', 'reset', 'session', 'status', 'stop'].map(commandModule),
  },
  {
    name: 'profiles',
    modules: ['files', 'func', 'merge', 'percent', 'report', 'textfmt'].map(commandModule),
  },
];

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
  const texts = await Promise.all(names.map((name) => joinChunks(name, { chunks, fileOf })));
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
    plugins: [keepModuleUrls(root), keepCommonJsModules()],
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

/** Leaves the repository's own CommonJS modules outside, because the executable loads them, too. They have state. */
function keepCommonJsModules(): Plugin {
  return {
    name: 'keep-commonjs-modules',
    setup(context) {
      context.onResolve({ filter: /^\.\/inherited-descriptors\.cjs$/ }, () => ({
        path: '../run/inherited-descriptors.cjs',
        external: true,
      }));
    },
  };
}

/** Returns the file name of each chunk, by its name. */
function assignFiles(chunks: readonly Chunk[]): ReadonlyMap<string, string> {
  const byName = new Map(chunks.map((chunk) => [chunk.name, chunk]));
  const fileOf = new Map<string, string>();
  const assign = (name: string, file: string) => {
    if (fileOf.has(name)) return;
    fileOf.set(name, file);
    for (const imported of byName.get(name)?.imports ?? []) assign(imported, file);
  };
  for (const { name, modules } of FILES) {
    for (const module of modules) {
      const chunk = chunks.find((one) => one.module === module);
      if (!chunk) throw new Error(`The command line loads no ${module}: update FILES.`);
      assign(chunk.name, `${name}.cjs`);
    }
  }
  for (const { name } of chunks) if (!fileOf.has(name)) fileOf.set(name, name.replace(/js$/, 'cjs'));
  return fileOf;
}

interface Assignment {
  readonly chunks: readonly Chunk[];
  readonly fileOf: ReadonlyMap<string, string>;
}

/** Returns a CommonJS file that exports the namespace of each of its chunks by the chunk's name. */
async function joinChunks(file: string, { chunks, fileOf }: Assignment): Promise<string> {
  const own = chunks.filter(({ name }) => fileOf.get(name) === file);
  const { outputFiles } = await build({
    ...SHARED_OPTIONS,
    stdin: { contents: own.map(({ name }) => `export * as "${name}" from "./${name}";`).join('\n') },
    outfile: file,
    format: 'cjs',
    plugins: [loadChunks(own, fileOf)],
  });
  const text = outputFiles.map((output) => output.text).join('');
  return withOutputUrl(inheritModules(text), '../..');
}

/** Returns a CommonJS module that is the namespace of a chunk in another file. The mark makes its default export one of an ES module. */
function namespaceOf(chunk: string, file: string | undefined): string {
  return `module.exports=Object.defineProperty(require("./${file}")["${chunk}"],"__esModule",{value:true});`;
}

/** Loads the chunks of a file from memory, and all others when they are needed from their files. */
function loadChunks(own: readonly Chunk[], fileOf: Assignment['fileOf']): Plugin {
  const texts = new Map(own.map(({ name, text }) => [name, text]));
  return {
    name: 'load-chunks',
    setup(context) {
      context.onResolve({ filter: /^\.\.\/run\/.*\.cjs$/ }, ({ path }) => ({ path, external: true }));
      context.onResolve({ filter: /^\.\/.*\.js$/ }, ({ path }) => ({
        path: basename(path),
        namespace: 'chunk',
      }));
      context.onResolve({ filter: /^\.\/.*\.cjs$/, namespace: 'chunk' }, ({ path }) => ({
        path,
        external: true,
      }));
      context.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: texts.get(path) ?? namespaceOf(path, fileOf.get(path)),
      }));
    },
  };
}
