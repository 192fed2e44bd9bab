/**
 * `import 'covermain/auto'` with the export condition `covermain`: measures all files that are loaded afterwards, and
 * answers HTTP requests while the program runs. Without the condition the import is an empty module.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { withPreload } from '../hooks/node-options.js';
import { warnNow } from '../platform/warn.js';
import { measuredProcess } from '../runtime/measured-process.js';
import { RUN_CONTEXT } from '../settings/run-context.js';
import type { AutoRunDescription } from './auto-run.js';

const DESCRIBE = fileURLToPath(new URL('./describe-auto-run.js', import.meta.url));

if (!measuredProcess() && joinRun()) {
  createRequire(import.meta.url)('../hooks/preload.cjs');
  process.env.NODE_OPTIONS = withPreload(withoutAuto(process.env.NODE_OPTIONS));
}
measuredProcess()?.startAgent();

/** Makes this process part of a run. @returns false if there is no run, because it cannot be described */
function joinRun(): boolean {
  // A thread of a measured process inherits the run.
  const run = process.env[RUN_CONTEXT] ?? describeRun();
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
 * Removes `covermain/auto` from the options that children inherit. They get the preload, by its path: in some working
 * directories the name `covermain` cannot be resolved, and the children would fail.
 */
function withoutAuto(options = ''): string {
  return options.replace(/(^|\s)(--import|--require|-r)[= ]covermain\/auto(?=\s|$)/g, '');
}

/** Describes a new run in a separate process, to keep the libraries that read the configuration out of the program. */
function describeRun(): string | undefined {
  const { stdout, stderr, error } = spawnSync(process.execPath, [DESCRIBE], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const description = parseDescription(stdout);
  if (!description) {
    warnNow(`Nothing is measured: the run cannot be described: ${error?.message ?? toOneLine(stderr)}`);
    return undefined;
  }
  const { context, warnings } = description;
  if (context === null) warnNow(`Nothing is measured: ${toOneLine(warnings.join('\n'))}`);
  else for (const line of warnings) warnNow(line);
  return context ?? undefined;
}

/** @returns `undefined` if the process has ended before it printed anything */
function parseDescription(text: string | null): AutoRunDescription | undefined {
  try {
    return JSON.parse(text ?? '') as AutoRunDescription;
  } catch {
    return undefined;
  }
}

function toOneLine(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .join(' ');
}
