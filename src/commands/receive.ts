/** `covermain receive`: a center that programs on other machines push their profiles to. */
import { resolve } from 'node:path';
import { openCenter } from '../center/center.js';
import { type ReceiveFlags, receiveSettingsOf } from '../center/receive-settings.js';
import { shortenPath } from '../platform/is-below.js';
import { pluralize } from '../platform/plural-forms.js';
import { describeUnexpected } from '../platform/unexpected-error.js';
import { findProjectRoot } from '../project/find-root.js';
import type { Environment } from '../settings/environment.js';
import { formatBytes } from './format.js';
import type { Print } from './print.js';

export interface ReceiveOptions {
  readonly flags: ReceiveFlags;
  readonly cwd: string;
  readonly environment: Environment;
  readonly print: Print;
  readonly logLine: (line: string) => void;
  /** Ends the center when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Receives profiles until the signal.
 *
 * @returns the exit code
 * @throws SettingError; CovermainError as `openCenter`
 */
export async function receiveCommand(options: ReceiveOptions): Promise<number> {
  const { flags, cwd, environment, print, logLine, signal } = options;
  const { directory, isLogging, ...settings } = receiveSettingsOf(flags, { cwd, environment });
  const path = resolve(cwd, directory);
  const center = await openCenter({
    ...settings,
    directory: path,
    root: findProjectRoot(cwd),
    logLine,
    ...(isLogging ? { onRequest: logLine } : {}),
    onFailure: (error) => {
      for (const line of describeUnexpected(error)) logLine(line);
    },
  });
  print(`coverage center listening on ${center.url}, profile directory ${shortenPath(path, cwd)}`);
  await aborted(signal);
  await center.close();
  const { pushes, profiles, metas, bytes, refused } = center.counts();
  const parts = [
    `${pluralize(profiles, 'profile')} written (${formatBytes(bytes)}, ${pluralize(metas, 'meta')})`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  print(`Received ${pluralize(pushes, 'upload')}: ${parts.join(', ')}`);
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
