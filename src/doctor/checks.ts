/** All checks of `covermain doctor`, in the order in which they are listed: first those that others depend on. */
import { configurationCheck } from './configuration.js';
import { directoriesCheck } from './directories.js';
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

export const CHECKS = [
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
] as const;

/** A finding of any of these checks. */
export type CheckFinding = Awaited<ReturnType<(typeof CHECKS)[number]['examine']>>[number];
