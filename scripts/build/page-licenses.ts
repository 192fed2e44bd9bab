/** Collects the licences of the packages in the bundle of the page, because their texts must come with every copy. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Matches the directory of the innermost package of a module. */
const PACKAGE_DIRECTORY = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

const LICENSE_FILE = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * Returns the names, versions and licences of packages, sorted by name.
 *
 * @param root absolute path of the repository
 * @param modules paths relative to the root. Those outside of `node_modules/` have the licence of covermain.
 * @throws Error for a package without a file of its licence
 */
export function collectLicenses(root: string, modules: readonly string[]): string {
  const directories = new Set(modules.flatMap((path) => PACKAGE_DIRECTORY.exec(path)?.[0] ?? []));
  const texts = [...directories].map((directory) => readLicense(join(root, directory)));
  const introduction = 'The script and the styles of this page contain the following packages.\n';
  return [introduction, ...texts.sort()].join(`\n${'-'.repeat(80)}\n\n`);
}

function readLicense(directory: string): string {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as PackageManifest;
  const files = readdirSync(directory).filter((name) => LICENSE_FILE.test(name));
  if (files.length === 0)
    throw new Error(
      `${directory} has no file with its licence, which the page must contain. Choose another package.`,
    );
  const texts = files.sort().map((file) => readFileSync(join(directory, file), 'utf8').trim());
  return `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${texts.join('\n\n')}\n`;
}
