/** Packs the repository once per test run, and installs the package into projects outside the repository, as users do. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from './project.js';
import { npmInstallOrSkip } from './registry.js';

export interface PackedPackage {
  /** Absolute path of the `.tgz` file. */
  readonly tarball: string;
  /** Files of the package, as relative paths with `/`. */
  readonly files: readonly string[];
}

let packed: PackedPackage | undefined;
let temporary: string | undefined;
/** Directories with installed packages, by the packages. */
const templates = new Map<string, string>();

/** Packs the build of the repository. Build it first. */
export function packRepository(): PackedPackage {
  packed ??= pack();
  return packed;
}

/**
 * Installs the packed package and more packages into a project, and adds them to its package.json. Projects with the
 * same packages share their files by hard links, so a test must not write into an installed file.
 * If the registry cannot be reached, the tests of the suite are pending, or fail if `COVERMAIN_RUNNERS` is `required`.
 * @param directory absolute path outside the repository
 * @param more as for `npm install`, such as `express@5`
 */
export function installPacked(directory: string, more: readonly string[], suite: Mocha.Context): void {
  const template = templateWith(more, suite);
  linkPackages(template, directory);
  const installed = readManifest(template);
  const manifest = readManifest(directory);
  const listed = { ...manifest.dependencies, ...manifest.devDependencies };
  const dependencies = { ...without(listed, installed.dependencies), ...manifest.dependencies };
  const devDependencies = { ...without(listed, installed.devDependencies), ...manifest.devDependencies };
  writeManifest(directory, { ...manifest, dependencies, devDependencies });
}

/** Returns a directory in which packages are installed. The first call with these packages installs them. */
function templateWith(more: readonly string[], suite: Mocha.Context): string {
  const key = [...more].sort().join(' ');
  const existing = templates.get(key);
  if (existing !== undefined) return existing;
  const directory = mkdtempSync(join(temporaryDirectory(), 'packages-'));
  if (more.length === 0) {
    writeManifest(directory, { devDependencies: { covermain: `file:${packRepository().tarball}` } });
    npmInstallOrSkip(suite, directory, []);
  } else {
    const base = templateWith([], suite);
    linkPackages(base, directory);
    copyFileSync(join(base, 'package.json'), join(directory, 'package.json'));
    npmInstallOrSkip(suite, directory, more);
  }
  templates.set(key, directory);
  return directory;
}

/** Copies `node_modules` as hard links, except for the list of packages, which npm writes in place. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  rmSync(join(to, 'node_modules'), { recursive: true, force: true });
  execFileSync('cp', ['-al', join(from, 'node_modules'), to]);
  const list = 'node_modules/.package-lock.json';
  rmSync(join(to, list), { force: true });
  copyFileSync(join(from, list), join(to, list));
}

function pack(): PackedPackage {
  const directory = temporaryDirectory();
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', directory];
  const output = execFileSync('npm', args, { cwd: REPOSITORY, encoding: 'utf8' });
  const [result] = JSON.parse(output) as readonly PackResult[];
  if (!result) throw new Error(`npm pack printed ${output}`);
  return { tarball: join(directory, result.filename), files: result.files.map(({ path }) => path) };
}

function temporaryDirectory(): string {
  if (temporary !== undefined) return temporary;
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-packed-')));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  temporary = directory;
  return directory;
}

function readManifest(directory: string): Manifest {
  const path = join(directory, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {};
}

function writeManifest(directory: string, manifest: Manifest): void {
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

interface PackResult {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Returns the packages that are not listed. */
function without(listed: Packages, packages: Packages = {}): Packages {
  return Object.fromEntries(Object.entries(packages).filter(([name]) => !(name in listed)));
}

type Packages = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Packages;
  readonly devDependencies?: Packages;
}
