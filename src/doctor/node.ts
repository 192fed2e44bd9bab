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
      /** How ES modules are instrumented: by `module.registerHooks`, or when Node reads them. */
      readonly loader: 'registerHooks' | 'reads';
      /** Version of the PATH's node if it differs; otherwise `null`. */
      readonly pathVersion: string | null;
    }
  /** The Node that runs covermain. */
  | ({ readonly kind: 'node-too-old' } & OldNode)
  /** The Node that commands find. */
  | ({ readonly kind: 'path-node-too-old' } & OldNode);

const LOADERS = { registerHooks: 'by module.registerHooks', reads: 'when Node reads them' } as const;

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
    const loader = usesRegisterHooks(version) ? 'registerHooks' : 'reads';
    return findingsOr(findings, { kind: 'node-supported', version, minimum, loader, pathVersion });
  },
  describe: {
    'node-supported': ({ version, minimum, loader, pathVersion }) =>
      ok(
        `Node ${version} is supported (${minimum} or newer). ES modules are instrumented ${LOADERS[loader]}.` +
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
