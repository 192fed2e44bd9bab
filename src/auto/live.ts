/**
 * `import 'covermain/auto'` with the export condition `covermain`: measures all files that are loaded afterwards, and
 * answers HTTP requests while the program runs. Without the condition the import is an empty module.
 */
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isCollectorProcess } from '../hooks/collector-process.js';
import { withPreload } from '../hooks/node-options.js';
import { toOneLine } from '../platform/to-one-line.js';
import { warnNow } from '../platform/warn.js';
import { readRunDescription } from '../run/run-description.js';
import { measuredProcess } from '../runtime/measured-process.js';
import { RUN_CONTEXT } from '../settings/run-context.js';

const DESCRIBE = fileURLToPath(new URL('./describe-auto-run.js', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../../bin/covermain.js', import.meta.url));

if (!isCollectorProcess()) {
  if (!measuredProcess() && joinRun()) {
    createRequire(import.meta.url)('../hooks/preload.cjs');
    process.env.NODE_OPTIONS = withPreload(withoutAuto(process.env.NODE_OPTIONS));
  }
  measuredProcess()?.startAgent();
}

/** Makes this process part of a run. @returns false if there is no run, because it cannot be described */
function joinRun(): boolean {
  // A thread of a measured process inherits the run.
  const run = process.env[RUN_CONTEXT] ?? (isOwnCommand() ? undefined : startRun());
  if (run === undefined) return false;
  process.env[RUN_CONTEXT] = run;
  const options = [...process.execArgv, process.env.NODE_OPTIONS].join(' ');
  if (!options.includes('covermain/auto')) {
    warnNow(
      'Files that were loaded before covermain/auto are not measured, including those that the same module imports. ' +
        'To measure every file: node --conditions=covermain --import covermain/auto',
    );
  }
  return true;
}

/**
 * Whether this process is a command of covermain, such as `covermain status` in a container whose `NODE_OPTIONS` apply to it. It is not the
 * program to measure, and must not take the port of that program.
 */
function isOwnCommand(): boolean {
  const [, file = ''] = process.argv;
  try {
    return realpathSync(file) === realpathSync(COMMAND);
  } catch {
    return false; // Code of `node -e`, or a module without its extension
  }
}

/**
 * Removes `covermain/auto` from the options that children inherit. They get the preload, by its path: in some working
 * directories the name `covermain` cannot be resolved, and the children would fail.
 */
function withoutAuto(options = ''): string {
  return options.replace(/(^|\s)(--import|--require|-r)[= ]covermain\/auto(?=\s|$)/g, '');
}

/** Returns the context of a new run as text, sets its other variables, and warns. */
function startRun(): string | undefined {
  const { context, variables = {}, warnings } = readRunDescription(DESCRIBE, process.env);
  if (context === null) warnNow(`Nothing is measured: ${toOneLine(warnings.join('\n'))}`);
  else for (const line of warnings) warnNow(line);
  Object.assign(process.env, variables);
  return context ?? undefined;
}
