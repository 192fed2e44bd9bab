/** Installs other versions of Node. The binaries are npm packages. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import spawn from 'cross-spawn';

/**
 * Installs a version of Node in the user's cache directory, unless it is there.
 *
 * @param version such as `22` or `22.12.0`
 * @returns absolute path of the binary
 */
export function installNode(version: string): string {
  const directory = join(homedir(), '.cache', 'covermain', 'node', version);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(directory, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  const args = ['install', '--no-save', '--prefix', directory, `${name}@${version}`];
  const { status } = spawn.sync('npm', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm cannot install ${name}@${version}. See its output above.`);
  return node;
}
