/** Installs packages that only a benchmark needs, because they are too large for a dependency of this repository. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SkippedScenario } from './scenario.js';
import { cleanEnvironment } from './variants.js';

const run = promisify(execFile);

/** Milliseconds after which an installation counts as hung. */
const MAX_INSTALL_TIME = 5 * 60_000;

export interface Packages {
  /** Exact versions by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Versions of dependencies of these packages. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/**
 * Installs packages from npm's registry, without running their scripts.
 *
 * @param directory absolute path, is created
 * @returns absolute path of the `node_modules` directory
 * @throws SkippedScenario if npm fails, such as without a registry
 */
export async function installPackages(directory: string, packages: Packages): Promise<string> {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, ...packages }));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await run('npm', args, { cwd: directory, env: cleanEnvironment(), timeout: MAX_INSTALL_TIME });
  } catch (error) {
    const { message, stderr = '' } = error as Error & { readonly stderr?: string };
    const names = Object.entries(packages.dependencies).map((entry) => entry.join('@'));
    throw new SkippedScenario(`npm cannot install ${names.join(', ')}: ${stderr.trim() || message}`);
  }
  return join(directory, 'node_modules');
}
