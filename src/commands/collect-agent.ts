/** `covermain collect agent URL…`: collects the profiles of programs on other machines through the ports of their agents. */
import { targetOfUrl } from '../remote/http-target.js';
import { type CollectCommandOptions, collectCommand } from './collect.js';

/** @returns the exit code @throws SettingError for an invalid URL; as `collectCommand` */
export function collectAgentCommand(
  options: CollectCommandOptions,
  urls: readonly string[],
): Promise<number> {
  return collectCommand(options, ({ token }) => {
    const targets = urls.map((url) => targetOfUrl(url, token));
    const distinct = [...new Map(targets.map((target) => [target.id, target])).values()];
    return { source: null, listTargets: async () => ({ targets: distinct, skipped: [] }) };
  });
}
