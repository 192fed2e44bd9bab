/** The options that set the settings of a run, from the table of settings. */
import type { Command } from 'commander';
import { describeFlag } from '../settings/help.js';
import { SETTINGS, type Setting } from '../settings/table.js';
import { append, parseReportDirectory } from './reading-command.js';

/** Adds an option for each setting. Commander parses them by the keys of the settings. */
export function addSettingOptions(command: Command): Command {
  for (const setting of SETTINGS) addSettingOption(command, setting);
  return command;
}

function addSettingOption(command: Command, setting: Setting): void {
  const { flag, value } = setting;
  const description = describeFlag(setting);
  if (value.placeholder === undefined)
    command.option(`--${flag}`, description).option(`--no-${flag}`, `Turn --${flag} off`);
  else command.option(`--${flag} <${value.placeholder}>`, description);
}

/** Adds the options about the report of a run. */
export function addRunReportOptions(command: Command): Command {
  return command
    .option('--label <text>', 'Name to store in the profile')
    .option('--reporter <name>', 'Reporter to use instead of those configured (repeatable)', append)
    .option(
      '--report-dir <directory>',
      'Directory for reports, instead of the configured one',
      parseReportDirectory,
    )
    .option('--no-report', 'Write the profile, but no report');
}
