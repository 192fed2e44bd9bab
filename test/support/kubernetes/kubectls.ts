/** Finds the kubectls that tests use as clients of the fake cluster. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Paths of kubectls, or the word `required`, which makes tests fail if there is none in the PATH. */
const setting = process.env.COVERMAIN_KUBECTL ?? '';

/** Paths of the kubectls: those of `COVERMAIN_KUBECTL` (separated like PATH), or the one in the PATH. */
export const kubectls: readonly string[] =
  setting === '' || setting === 'required' ? findInPath() : setting.split(delimiter);

/** Whether tests fail if there is no kubectl. */
const isKubectlRequired = process.env.CI !== undefined || setting === 'required';

/** Whether tests that need kubectl run. If false, they are pending. */
export const hasKubectl = isKubectlRequired || kubectls.length > 0;

/** Returns the first kubectl. @throws Error if there is none */
export function findKubectl(): string {
  const [path] = kubectls;
  if (path === undefined)
    throw new Error('there is no kubectl: install one (Debian: kubernetes-client), or set COVERMAIN_KUBECTL');
  return path;
}

function findInPath(): string[] {
  const names = process.platform === 'win32' ? ['kubectl.exe'] : ['kubectl'];
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)));
  return paths.filter((path) => existsSync(path)).slice(0, 1);
}
