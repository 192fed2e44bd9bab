/** Whether this Node runs covermain, and how its loader of ES modules is hooked. */
import { createRequire } from 'node:module';
import { isSince, usesRegisterHooks } from '../hooks/register-import-hook.js';
import { type Check, ok, problem } from './check.js';

export const node: Check = {
  name: 'node',
  async look({ node: version }) {
    const accepted = acceptedVersions();
    const kind = usesRegisterHooks(version) ? 'module.registerHooks' : 'module.register';
    const found = `Node ${version}, of ${accepted}; ES modules are measured by ${kind}`;
    if (isSince(version, [accepted.replace('>=', '')])) return [ok(found)];
    return [problem(`Node ${version}, and covermain needs ${accepted}`, 'install a newer Node')];
  },
};

/** By our own package.json: `>=20.19`. */
function acceptedVersions(): string {
  const require = createRequire(import.meta.url);
  const { engines } = require('covermain/package.json') as { readonly engines: { readonly node: string } };
  return engines.node;
}
