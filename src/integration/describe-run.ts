/** Prints a description of the run that `covermain/integration` starts. Its parent reads stdout. */
import { resolve } from 'node:path';
import { readRunSettings } from '../config-file/read-run-settings.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { findProjectRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import { createRunContext } from '../run/create-run-context.js';
import type { RunDescription } from '../run/run-description.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { refuseEngine } from '../settings/engine.js';
import { encodeRunContext, RUN_CONTEXT } from '../settings/run-context.js';

process.stdout.write(JSON.stringify(await describeIntegrationRun()));

async function describeIntegrationRun(): Promise<RunDescription> {
  const started = new Date();
  const warnings: string[] = [];
  try {
    const root = findProjectRoot(process.cwd());
    const merged = await readRunSettings({ root, flags: {}, environment: process.env, started });
    const { settings, environment } = merged;
    const refused = refuseEngine(settings.engine, 'in integration tests');
    if (refused) throw merged.inTerms(refused);
    const config = await readNycConfig(root);
    const directory = resolve(root, settings.directory);
    const created = createRunContext({ root, directory, config, settings, environment, started });
    const run = withoutSharedCache(created, (line) => warnings.push(line));
    return { context: encodeRunContext(run)[RUN_CONTEXT] ?? null, warnings };
  } catch (error) {
    const code = error instanceof CovermainError ? { code: error.code } : {};
    return { context: null, warnings: [messageOf(error)], ...code };
  }
}
