/** Finds the command that opens the gate in the user's project, for the title of a pending test. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject } from '../src/platform/is-object.js';
import { GATE_VARIABLE } from '../src/settings/gate.js';

/** How a package manager runs a script of package.json, and the executable of an installed package. */
interface PackageManager {
  readonly script: string;
  readonly executable: string;
  readonly lockfiles: readonly string[];
}

const NPM: PackageManager = { script: 'npm run', executable: 'npx', lockfiles: ['package-lock.json'] };

const PACKAGE_MANAGERS: Readonly<Record<string, PackageManager>> = {
  npm: NPM,
  pnpm: { script: 'pnpm run', executable: 'pnpm exec', lockfiles: ['pnpm-lock.yaml'] },
  yarn: { script: 'yarn run', executable: 'yarn', lockfiles: ['yarn.lock', '.pnp.cjs'] },
  bun: { script: 'bun run', executable: 'bunx', lockfiles: ['bun.lock', 'bun.lockb'] },
};

export interface RunHintOptions {
  /** Absolute path of the directory that the test runs in. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Path of the module that `covermain manual` was given, relative to `cwd`. @default the files of test-manual/ */
  readonly entry?: string;
}

/** Returns a command line that works in the project, such as `MANUAL_INTEGRATION=1 npx covermain manual`. */
export function describeRun({ cwd, environment, entry }: RunHintOptions): string {
  const directories = parentsOf(cwd);
  const root = directories.find((directory) => existsSync(join(directory, 'package.json'))) ?? cwd;
  const manifest = readManifest(root);
  const { script, executable } = findPackageManager(directories, manifest, environment);
  const name = entry === undefined ? findScript(manifest) : undefined;
  const command =
    name === undefined
      ? [executable, 'covermain manual', ...(entry === undefined ? [] : [entry])].join(' ')
      : `${script} ${name}`;
  return `${GATE_VARIABLE}=1 ${command}`;
}

/** Returns the directory and all its parents. */
function parentsOf(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parentsOf(parent)];
}

type Manifest = Readonly<Record<string, unknown>>;

/** Reads package.json; returns an empty object if it cannot be read, because the hint is only an aid. */
function readManifest(root: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return isJsonObject(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

/** Returns the script named `cover:manual`, or else one that runs all test mains. */
function findScript({ scripts }: Manifest): string | undefined {
  if (!isJsonObject(scripts)) return undefined;
  const names = Object.keys(scripts).filter((name) => /\bcovermain manual *$/.test(String(scripts[name])));
  return Object.hasOwn(scripts, 'cover:manual') ? 'cover:manual' : names[0];
}

/** Returns the package manager that started this process, that the project names, or whose lockfile is nearest. */
function findPackageManager(
  directories: readonly string[],
  { packageManager }: Manifest,
  { npm_config_user_agent: userAgent }: NodeJS.ProcessEnv,
): PackageManager {
  const named = [userAgent?.split('/')[0], String(packageManager).split('@')[0]]
    .map((name) => (Object.hasOwn(PACKAGE_MANAGERS, name ?? '') ? PACKAGE_MANAGERS[name ?? ''] : undefined))
    .find((manager) => manager !== undefined);
  if (named) return named;
  for (const directory of directories)
    for (const manager of Object.values(PACKAGE_MANAGERS))
      if (manager.lockfiles.some((name) => existsSync(join(directory, name)))) return manager;
  return NPM;
}
