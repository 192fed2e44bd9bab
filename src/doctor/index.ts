/** All checks of `covermain doctor`, in the order in which they are listed: what others depend on first. */
import { CovermainError, messageOf } from '../errors.js';
import { type Check, type Finding, problem, warning } from './check.js';
import { configuration } from './configuration.js';
import { directories } from './directories.js';
import { type FactsOptions, gatherFacts } from './facts.js';
import { harness } from './harness.js';
import { hooks } from './hooks.js';
import { loading } from './loading.js';
import { losses } from './losses.js';
import { node } from './node.js';
import { nodeOptions } from './node-options.js';
import { parsing } from './parsing.js';
import { profiles } from './profiles.js';
import { selection } from './selection.js';
import { settings } from './settings.js';
import { sourceMaps } from './source-maps.js';
import { versions } from './versions.js';

const CHECKS: readonly Check[] = [
  ...[node, nodeOptions, settings, configuration, selection, harness, hooks, parsing],
  ...[sourceMaps, directories, profiles, loading, losses, versions],
];

export interface NamedFinding extends Finding {
  /** The name of the check. */
  readonly check: string;
}

/** What all checks find, one after another. */
export async function examine(options: FactsOptions): Promise<readonly NamedFinding[]> {
  const facts = gatherFacts(options);
  const findings: NamedFinding[] = [];
  for (const check of CHECKS) {
    const found = await check.look(facts).catch((error: unknown) => [unseen(error)]);
    findings.push(...found.map((finding) => ({ check: check.name, ...finding })));
  }
  return findings;
}

/** What has a code is found by a check of its own, such as a configuration that cannot be read. */
function unseen(error: unknown): Finding {
  const found = `could not be looked at: ${messageOf(error)}`;
  const remedy = 'mend that first';
  return error instanceof CovermainError ? warning(found, remedy) : problem(found, remedy);
}

export type { Finding, State } from './check.js';
