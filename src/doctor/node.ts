/** Checks that covermain supports this Node and the one on the PATH. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { isSince, usesRegisterHooks } from '../hooks/register-import-hook.js';
import type { Environment } from '../settings/index.js';
import { type Check, findingsOr, ok, problem } from './check.js';

interface OldNode {
  readonly version: string;
  /** The oldest version that covermain supports. */
  readonly minimum: string;
}

export type NodeFinding =
  | {
      readonly kind: 'node-supported';
      readonly version: string;
      readonly minimum: string;
      /** The function of `node:module` that hooks ES modules. */
      readonly loader: 'registerHooks' | 'register';
      /** Version of the PATH's node if it differs; otherwise `null`. */
      readonly pathVersion: string | null;
    }
  /** The Node that runs covermain. */
  | ({ readonly kind: 'node-too-old' } & OldNode)
  /** The Node that commands find. */
  | ({ readonly kind: 'path-node-too-old' } & OldNode);

export const nodeCheck: Check<NodeFinding> = {
  name: 'node',
  async examine({ node: version, environment }) {
    const found = await findPathVersion(environment);
    const pathVersion = found === undefined || found === version ? null : found;
    const minimum = minimumVersion();
    const isOld = (one: string) => !isSince(one, [minimum]);
    const findings: NodeFinding[] = [];
    if (isOld(version)) findings.push({ kind: 'node-too-old', version, minimum });
    if (pathVersion !== null && isOld(pathVersion))
      findings.push({ kind: 'path-node-too-old', version: pathVersion, minimum });
    const loader = usesRegisterHooks(version) ? 'registerHooks' : 'register';
    return findingsOr(findings, { kind: 'node-supported', version, minimum, loader, pathVersion });
  },
  describe: {
    'node-supported': ({ version, minimum, loader, pathVersion }) =>
      ok(
        `Node ${version} is supported (${minimum} or newer). ES modules are measured with module.${loader}.` +
          (pathVersion === null ? '' : ` The node on the PATH is ${pathVersion}.`),
      ),
    'node-too-old': ({ version, minimum }) =>
      problem(
        `Node ${version} is too old: covermain needs ${minimum} or newer.`,
        `Install Node ${minimum} or newer.`,
      ),
    'path-node-too-old': ({ version, minimum }) =>
      problem(
        `\`covermain run -- node\` starts Node ${version}, which is too old: covermain needs ${minimum} or newer.`,
        `Put Node ${minimum} or newer first on the PATH.`,
      ),
  },
};

/** Reads the version from covermain's own package.json, which has it as `>=20.19`. */
function minimumVersion(): string {
  const require = createRequire(import.meta.url);
  const { engines } = require('covermain/package.json') as { readonly engines: { readonly node: string } };
  return engines.node.replace('>=', '');
}

/** Returns the version of the PATH's node, or `undefined` if there is none that prints its version. */
async function findPathVersion(environment: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('node', ['--version'], {
      env: { ...environment, NODE_OPTIONS: '' },
    });
    return /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined; // no command can start it either
  }
}
