/** Finds the kubectls that tests use as clients of the fake cluster. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Paths of kubectls, or the word `required`, which makes tests fail if there is none in the PATH. */
const setting = process.env.COVERMAIN_KUBECTL ?? '';

/** Paths of the kubectls: those of `COVERMAIN_KUBECTL` (separated like PATH), or the first one in the PATH. */
export const kubectls: readonly string[] =
  setting === '' || setting === 'required' ? findInPath() : setting.split(delimiter);

const isRequired = process.env.CI !== undefined || setting !== '';

/** Whether tests that need kubectl run. If false, they are pending. */
export const hasKubectl = isRequired || kubectls.length > 0;

/** Returns the first kubectl. @throws Error if there is none */
export function findKubectl(): string {
  const [path] = kubectls;
  if (path === undefined) throw new Error(`there is no kubectl: ${ADVICE}`);
  return path;
}

const ADVICE = 'install one (Debian: kubernetes-client), or set COVERMAIN_KUBECTL to paths';

/** Describes tests once for each kubectl. Without any, they are pending, or fail if kubectl is required. */
export function describeForKubectls(title: string, define: (kubectl: string) => void): void {
  if (kubectls.length === 0) {
    describe(title, () => {
      if (isRequired) it('finds a kubectl', () => void findKubectl());
      else it(`needs kubectl: ${ADVICE}`);
    });
  }
  for (const kubectl of kubectls)
    describe(`${title} (kubectl ${readVersion(kubectl)})`, () => define(kubectl));
}

/** Whether a kubectl sends a request over WebSockets first. Older ones speak only SPDY. */
export function prefersWebSocket(kubectl: string, subresource: 'exec' | 'portforward'): boolean {
  return Number(readVersion(kubectl).split('.')[1]) >= (subresource === 'exec' ? 30 : 31);
}

function readVersion(kubectl: string): string {
  const output = execFileSync(kubectl, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const version = /"gitVersion": "v([\d.]+)/.exec(output)?.[1];
  if (version === undefined) throw new Error(`unexpected version of ${kubectl}: ${output}`);
  return version;
}

function findInPath(): string[] {
  const name = process.platform === 'win32' ? 'kubectl.exe' : 'kubectl';
  const paths = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name));
  return paths.filter((path) => existsSync(path)).slice(0, 1);
}
