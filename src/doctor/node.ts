/** Whether this Node, and the one that commands find, run covermain, and how the loader of ES modules is hooked. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { isSince, usesRegisterHooks } from '../hooks/register-import-hook.js';
import type { Environment } from '../settings/index.js';
import { type Check, type Finding, ok, problem } from './check.js';

export const nodeCheck: Check = {
  name: 'node',
  async look({ node: version, environment }) {
    const other = await versionOfPath(environment);
    const findings = [
      ...lookAt(version, 'this is'),
      ...(other === undefined || other === version ? [] : lookAt(other, '`covermain run -- node` starts')),
    ];
    if (findings.length > 0) return findings;
    const kind = usesRegisterHooks(version) ? 'module.registerHooks' : 'module.register';
    const beside = other === undefined || other === version ? '' : `; the node of PATH is ${other}`;
    return [ok(`Node ${version}, of ${accepted()}; ES modules are measured by ${kind}${beside}`)];
  },
};

function lookAt(version: string, who: string): readonly Finding[] {
  if (isSince(version, [accepted().replace('>=', '')])) return [];
  return [problem(`${who} Node ${version}, and covermain needs ${accepted()}`, 'install a newer Node')];
}

/** By our own package.json: `>=20.19`. */
function accepted(): string {
  const require = createRequire(import.meta.url);
  const { engines } = require('covermain/package.json') as { readonly engines: { readonly node: string } };
  return engines.node;
}

/** `undefined` where PATH has no node that tells its version. */
async function versionOfPath(environment: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('node', ['--version'], {
      env: { ...environment, NODE_OPTIONS: '' },
    });
    return /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined; // then no command can start it either
  }
}
