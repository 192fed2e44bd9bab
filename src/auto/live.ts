/**
 * `import 'covermain/auto'` under the condition `covermain`: measures what is loaded from here on, and answers over
 * HTTP while the program runs. Without the condition that import is an empty module.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { withPreload } from '../hooks/node-options.js';
import { warnNow } from '../platform/warn.js';
import { measuredProcess } from '../runtime/measured-process.js';
import { RUN_CONTEXT } from '../settings/run-context.js';

const DESCRIBE = fileURLToPath(new URL('./describe-auto-run.js', import.meta.url));

if (!measuredProcess() && measure()) {
  createRequire(import.meta.url)('../hooks/preload.cjs');
  process.env.NODE_OPTIONS = withPreload(withoutAuto(process.env.NODE_OPTIONS));
}
measuredProcess()?.startAgent();

/** @returns whether there is a run to belong to */
function measure(): boolean {
  // A thread of a process that is measured has it already.
  const run = process.env[RUN_CONTEXT] ?? describe();
  if (run === undefined) return false;
  process.env[RUN_CONTEXT] = run;
  const options = [...process.execArgv, process.env.NODE_OPTIONS].join(' ');
  if (!options.includes('covermain/auto')) {
    warnNow(
      'files that were loaded before covermain/auto are not measured, among them all that are imported beside it; ' +
        'to measure every file: node --conditions=covermain --import covermain/auto',
    );
  }
  return true;
}

/** Children have the preload, by its path: from the folder of some, our name leads nowhere, and they would fail. */
function withoutAuto(options = ''): string {
  return options.replace(/(^|\s)(--import|--require|-r)[= ]covermain\/auto(?=\s|$)/g, '');
}

/** In a process of its own: the libraries that read the configuration are none of the program's. */
function describe(): string | undefined {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DESCRIBE], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status === 0) return stdout;
  warnNow(`nothing is measured: ${stderr.trim()}`);
  return undefined;
}
