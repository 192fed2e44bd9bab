/** Explains why kubectl failed. Its messages contain names and texts of the cluster. */
import { CovermainError } from '../../platform/errors.js';
import { escapeTerminal } from '../../platform/escape-terminal.js';

/** Maximum length of the part of a message that comes from kubectl. */
const LENGTH = 600;

/** Matches what klog writes before a message, such as `E1129 08:14:50.123456   12345 memcache.go:265] `. */
const LOG_PREFIX = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [\w.-]+:\d+\] ?/;

/** Matches the API server's reason: `User "u" cannot list resource "pods" in API group "" in the namespace "n"`. */
const DENIED =
  /cannot ([a-z]{1,20}) resource "([a-z./]{1,80})"(?:.{0,200}? in the namespace "([a-z0-9.-]{1,63})")?/;

/** Matches the kubelet's reason. */
const DENIED_BY_NODE =
  /Forbidden \([^)]*verb=([a-z]{1,20}), resource=([a-z]{1,40}), subresource=([a-z]{0,40})/;

export interface KubectlFailure {
  /** `null` after a signal. */
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Returns the error of a failed command. @param command such as `get` */
export function toKubectlError(command: string, { exitCode, stderr }: KubectlFailure): CovermainError {
  const reason = describeStderr(stderr) || `exit code ${exitCode ?? 'unknown'}`;
  const failed = `\`kubectl ${command}\` failed: ${reason}`;
  if (!/forbidden/i.test(stderr)) return new CovermainError('KUBECTL_FAILED', endSentence(failed));
  return new CovermainError('KUBECTL_FORBIDDEN', `${endSentence(failed)} ${describeRight(command, stderr)}`);
}

/** Returns what kubectl printed as one short line without characters that control a terminal. Equal lines appear once. */
export function describeStderr(stderr: string): string {
  const lines = stderr
    .split(/\r?\n/)
    .map((line) => line.replace(LOG_PREFIX, '').trim())
    .filter((line) => line !== '' && !/^command terminated with exit code \d+$/.test(line));
  const text = escapeTerminal([...new Set(lines)].join('; '));
  if (text.length <= LENGTH) return text;
  // The cause is often at the end.
  return `${text.slice(0, LENGTH / 2)}…${text.slice(-LENGTH / 2)}`;
}

/** Rights that the commands need, for servers that do not name the one that is missing. */
const RIGHTS: Readonly<Record<string, string>> = {
  get: '`list` on `pods`',
  'port-forward': '`get` on `pods` and `create` on `pods/portforward`',
  exec: '`get` on `pods` and `create` on `pods/exec`',
};

function describeRight(command: string, stderr: string): string {
  const [, verb, resource, namespace] = DENIED.exec(stderr) ?? [];
  const where = namespace === undefined ? '' : ` in the namespace ${namespace}`;
  const hint =
    command === 'port-forward' ? ' With the right `create` on `pods/exec`, --port off works without it.' : '';
  if (verb !== undefined && resource !== undefined)
    return `Your user needs the right \`${verb}\` on \`${resource}\`${where}.${hint}`;
  const [, nodeVerb, nodeResource, subresource] = DENIED_BY_NODE.exec(stderr) ?? [];
  if (nodeVerb !== undefined)
    return `The API server needs the right \`${nodeVerb}\` on \`${nodeResource}/${subresource}\` of the node.`;
  return `Your user needs the rights ${RIGHTS[command] ?? 'of docs/collect.md'}.${hint}`;
}

/** Adds a full stop, unless the text has one. */
export function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
