/** Programs that run a module, and the options of their command lines. */

/** Options of Node whose next word is their value. */
const NODE_OPTIONS = [
  ...['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--title'],
  ...['--env-file', '--env-file-if-exists', '--watch-path', '--inspect-port', '--stack-trace-limit'],
];

const TS_NODE_OPTIONS = [
  ...[
    '-P',
    '--project',
    '-O',
    '--compilerOptions',
    '-C',
    '--compiler',
    '-I',
    '--ignore',
    '-D',
    '--cwd',
    '--dir',
  ],
];
const TS_NODE_DEV_OPTIONS = [...TS_NODE_OPTIONS, '--watch', '--ignore-watch', '--debounce', '--interval'];

/** Programs, with those of their own options whose next word is their value. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  node: [],
  nodejs: [],
  tsx: ['--tsconfig', '--include', '--exclude', '--ignore'],
  'ts-node': TS_NODE_OPTIONS,
  'ts-node-esm': TS_NODE_OPTIONS,
  'ts-node-transpile-only': TS_NODE_OPTIONS,
  'ts-node-dev': TS_NODE_DEV_OPTIONS,
  tsnd: TS_NODE_DEV_OPTIONS,
  nodemon: [
    ...['-w', '--watch', '-e', '--ext', '-i', '--ignore', '-d', '--delay', '--config', '-s', '--signal'],
    ...['-x', '--exec'],
  ],
  nest: ['-c', '--config', '-p', '--path', '-b', '--builder', '-e', '--exec', '--sourceRoot', '--entryFile'],
  fastify: [],
  bun: [],
  'node-dev': [],
  'babel-node': ['--presets', '--plugins', '-x', '--extensions'],
  'swc-node': [],
  'vite-node': ['-c', '--config'],
  'pm2-runtime': ['-i', '--name'],
};

export function isRunner(program: string): boolean {
  return Object.hasOwn(RUNNERS, program);
}

/** Returns the options of a runner whose next word is their value. */
export function valuedOptionsOf(runner: string): ReadonlySet<string> {
  return new Set([...NODE_OPTIONS, ...(RUNNERS[runner] ?? [])]);
}

/** Options that name a module to load before the entry. */
export const PRELOAD_OPTIONS: ReadonlySet<string> = new Set(['-r', '--require', '--import']);

/** Options that name a file with variables, and whether the file may be missing. */
export const ENV_FILE_OPTIONS: ReadonlyMap<string, boolean> = new Map([
  ['--env-file', false],
  ['--env-file-if-exists', true],
]);

/** Matches modules that make Node run TypeScript, which tsx does in a test main. */
export const TYPESCRIPT_LOADER =
  /^(?:ts-node|tsx|tsconfig-paths|@swc-node|@swc\/register|@babel\/register|esbuild-register|@esbuild-kit|esm|source-map-support)(?:\/|$)/;

/** Commands before a runner that set variables for it. */
const ENVIRONMENT_COMMANDS: ReadonlySet<string> = new Set([
  ...['env', 'cross-env', 'cross-env-shell', 'dotenv', 'dotenvx', 'env-cmd', 'doppler'],
]);

const ASSIGNMENT = /^[A-Za-z_]\w*=/;

export function isAssignment(word: string): boolean {
  return ASSIGNMENT.test(word);
}

/** Whether a word before a runner starts the part of a command that sets variables. */
export function startsEnvironment(word: string): boolean {
  return isAssignment(word) || ENVIRONMENT_COMMANDS.has(word);
}
