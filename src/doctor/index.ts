/** All checks of `covermain doctor`, in the order in which they are listed: what others depend on first. */
import { CovermainError, messageOf } from '../platform/errors.js';
import { type Check, type Finding, problem, warning } from './check.js';
import { configurationCheck } from './configuration.js';
import { directoriesCheck } from './directories.js';
import { type FactsOptions, gatherFacts } from './facts.js';
import { harnessCheck } from './harness.js';
import { hooksCheck } from './hooks.js';
import { loadingCheck } from './loading.js';
import { lossesCheck } from './losses.js';
import { nodeCheck } from './node.js';
import { nodeOptionsCheck } from './node-options.js';
import { parsingCheck } from './parsing.js';
import { profilesCheck } from './profiles.js';
import { selectionCheck } from './selection.js';
import { settingsCheck } from './settings.js';
import { sourceMapsCheck } from './source-maps.js';
import { versionsCheck } from './versions.js';

const CHECKS: readonly Check[] = [
  nodeCheck,
  nodeOptionsCheck,
  settingsCheck,
  configurationCheck,
  selectionCheck,
  harnessCheck,
  hooksCheck,
  parsingCheck,
  sourceMapsCheck,
  directoriesCheck,
  profilesCheck,
  loadingCheck,
  lossesCheck,
  versionsCheck,
];

export interface NamedFinding extends Finding {
  /** The name of the check. */
  readonly check: string;
}

/** What all checks find, one after another. */
export async function runChecks(options: FactsOptions): Promise<readonly NamedFinding[]> {
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

export type { Finding, FindingState } from './check.js';
