/** Adds covermain to a project: detects the app, and plans the harness file, the script and the configuration. */
export { listApps } from './choose-entry.js';
export { listAppPackages, openNamedPackage, packageNotChosen } from './choose-package.js';
export { describeCandidate, describeFoundApp, describeStart } from './describe-app.js';
export { type DetectedApp, describeApp } from './detect/detected-app.js';
export { findInstallation, listNextSteps } from './next-steps.js';
export {
  entryNotFound,
  findNamedEntry,
  hasHarness,
  type InitProject,
  openInitProject,
} from './open-project.js';
export { type InitPlan, needsApp, planInit } from './plan/index.js';
