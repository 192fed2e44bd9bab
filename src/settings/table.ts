/**
 * The table of all settings. Variables, flags of `covermain manual` and `covermain run`, keys of a config file, its JSON
 * schema, the help and the checks of `covermain doctor` come from it.
 */
import { ARGUMENT_RECORDINGS, ARGUMENTS_VARIABLE } from './arguments.js';
import { CACHE_VARIABLE } from './cache.js';
import { COMMIT_VARIABLE } from './commit.js';
import { DIRECTORY_VARIABLE } from './directory.js';
import { DUMP_SIGNAL_RESET_VARIABLE, DUMP_SIGNAL_VARIABLE } from './dump-signal.js';
import { ENGINE_VARIABLE, ENGINES } from './engine.js';
import { FLUSH_VARIABLE } from './flush.js';
import { GATE_VARIABLE } from './gate.js';
import { GRACE_VARIABLE } from './grace.js';
import { HTTP_HOST_VARIABLE } from './host.js';
import { HIGHEST_PORT, HTTP_PORT_VARIABLE } from './http.js';
import { INTEGRATION_VARIABLE } from './integration.js';
import { LOG_LEVELS, LOG_VARIABLE } from './log.js';
import { PUSH_OCCASIONS, PUSH_ON_VARIABLE } from './push-on.js';
import { PUSH_TIMEOUT_VARIABLE } from './push-timeout.js';
import { PUSH_TOKEN_VARIABLE } from './push-token.js';
import { PUSH_VARIABLE } from './push-url.js';
import {
  choiceValue,
  durationValue,
  portValue,
  type SettingValue,
  switchValue,
  textValue,
} from './setting-value.js';
import { TIMEOUT_VARIABLE } from './timeout.js';
import { TOKEN_VARIABLE } from './token.js';
import { TRIGGER_FILE_VARIABLE } from './trigger-file.js';
import { UI_VARIABLE } from './ui.js';

export interface Setting {
  /** Environment variable. */
  readonly variable: string;
  /** Flag of the commands without `--`. In camel case it is the key of a config file: see `keyOf`. */
  readonly flag: string;
  readonly value: SettingValue;
  /** Whether flag and key name a file that contains the text of the variable. @default false */
  readonly isFile?: boolean;
  /** Whether messages must not contain the value as given. @default false */
  readonly isSecret?: boolean;
  /** What the setting does, as an imperative sentence without a period. */
  readonly description: string;
  /** The default for people. */
  readonly default: string;
  /** A value that a flag accepts; none for a switch. */
  readonly example: string;
}

export const SETTINGS: readonly Setting[] = [
  {
    variable: TIMEOUT_VARIABLE,
    flag: 'timeout',
    value: durationValue(),
    description: 'End the app after this time',
    default: 'none: Ctrl+C ends it',
    example: '60s',
  },
  {
    variable: GRACE_VARIABLE,
    flag: 'grace',
    value: durationValue(),
    description: 'Give the app and its children this long to close',
    default: '5s',
    example: '10s',
  },
  {
    variable: DIRECTORY_VARIABLE,
    flag: 'dir',
    value: textValue('directory'),
    description: 'Write the profile to this directory; runs in the same directory add up',
    default: 'coverage-data/<timestamp>',
    example: 'coverage-data/e2e',
  },
  {
    variable: ENGINE_VARIABLE,
    flag: 'engine',
    value: choiceValue(ENGINES),
    description: "Instrument with covermain's engine probe, or with nyc's instrumenter",
    default: 'probe',
    example: 'probe',
  },
  {
    variable: CACHE_VARIABLE,
    flag: 'cache',
    value: switchValue('on', 'off'),
    description: 'Keep instrumented files in node_modules/.cache/covermain',
    default: 'on',
    example: 'false',
  },
  {
    variable: FLUSH_VARIABLE,
    flag: 'flush',
    value: durationValue('off'),
    description: 'Write the profile this often while the app runs',
    default: '1s',
    example: '1s',
  },
  {
    variable: DUMP_SIGNAL_VARIABLE,
    flag: 'signal',
    value: textValue('name|off'),
    description: 'Write the profile on this signal',
    default: 'SIGUSR2; none on Windows',
    example: 'SIGUSR1',
  },
  {
    variable: DUMP_SIGNAL_RESET_VARIABLE,
    flag: 'signal-reset',
    value: switchValue('1', '0'),
    description: 'Also start a new epoch on that signal',
    default: 'no',
    example: 'true',
  },
  {
    variable: TRIGGER_FILE_VARIABLE,
    flag: 'trigger-file',
    value: textValue('file'),
    description: 'Write the profile when this file is created, and remove the file',
    default: 'none',
    example: 'generate_coverage',
  },
  {
    variable: HTTP_PORT_VARIABLE,
    flag: 'http-port',
    value: portValue(HIGHEST_PORT),
    description: 'Serve the run over HTTP on this port; 0 for any free port, default for 7777',
    default: 'none',
    example: '7777',
  },
  {
    variable: HTTP_HOST_VARIABLE,
    flag: 'http-host',
    value: textValue('host'),
    description: 'Bind the port to this host; other hosts than loopback need a token',
    default: '127.0.0.1',
    example: '127.0.0.1',
  },
  {
    variable: TOKEN_VARIABLE,
    flag: 'token-file',
    value: textValue('file'),
    isFile: true,
    description: 'Require the bearer token in this file (at least 16 characters) from HTTP clients',
    default: 'none',
    example: '.covermain-token',
  },
  {
    variable: UI_VARIABLE,
    flag: 'ui',
    value: switchValue('1', '0'),
    description: 'Serve the live page of the run, and open it in a browser',
    default: 'no',
    example: 'true',
  },
  {
    variable: PUSH_VARIABLE,
    flag: 'push',
    value: textValue('url'),
    isSecret: true,
    description: 'Push the profile of each process to this URL when the process ends',
    default: 'none',
    example: 'https://center.example/v1/cover/push/',
  },
  {
    variable: PUSH_TIMEOUT_VARIABLE,
    flag: 'push-timeout',
    value: durationValue(),
    description: 'Give a push this long with all its retries; the end of a process waits no longer',
    default: '3s',
    example: '3s',
  },
  {
    variable: PUSH_ON_VARIABLE,
    flag: 'push-on',
    value: choiceValue(PUSH_OCCASIONS),
    description: 'Push when a process ends, or also at each flush',
    default: 'exit',
    example: 'flush',
  },
  {
    variable: PUSH_TOKEN_VARIABLE,
    flag: 'push-token-file',
    value: textValue('file'),
    isFile: true,
    description: 'Send the bearer token in this file (at least 16 characters) with each push',
    default: 'none',
    example: '.covermain-push-token',
  },
  {
    variable: COMMIT_VARIABLE,
    flag: 'commit',
    value: textValue('hash'),
    description: 'Record this Git commit of the code, for images without Git',
    default: 'git rev-parse HEAD',
    example: 'c0ffee1',
  },
  {
    variable: ARGUMENTS_VARIABLE,
    flag: 'args',
    value: choiceValue(ARGUMENT_RECORDINGS),
    description: 'Record the arguments of processes: without recognized secrets, all, or none',
    default: 'redact',
    example: 'omit',
  },
  {
    variable: LOG_VARIABLE,
    flag: 'log',
    value: choiceValue(LOG_LEVELS),
    description: 'Print a line per HTTP request (info), and stacks of unexpected errors (debug)',
    default: 'off',
    example: 'info',
  },
];

/** Returns the key of a setting in a config file, and of its flag in the options of a command. */
export function keyOf({ flag }: Pick<Setting, 'flag'>): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Names of all variables. The gates have neither a key nor a row, because the person who starts a run decides about them. */
export const SETTING_NAMES: readonly string[] = [
  GATE_VARIABLE,
  INTEGRATION_VARIABLE,
  ...SETTINGS.map(({ variable }) => variable),
];

export function isSettingName(name: string): boolean {
  return SETTING_NAMES.includes(name);
}
