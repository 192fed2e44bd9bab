/**
 * Replaces secrets in command lines by `***`, as far as they can be recognized: passwords, tokens and keys. Every pattern
 * takes linear time, because arguments can be long.
 */

const HIDDEN = '***';

/** Ends of names whose values are secret, as in `--db-password`, `accessToken`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_END =
  '(?:token|secrets?|passwords?|passwd|passphrase|passcode|apikey|credentials?|authorization|cookie|signature' +
  '|secret[-_.]?id|(?:access|api|auth|bearer|refresh)[-_.]?tokens|(?<![a-z0-9][-_.]?)tokens' +
  '|(?:api|access|private|secret|encryption|signing|account|master|auth|deploy|license)[-_.]?key' +
  '|connection[-_.]?string|(?<![a-z0-9])(?:pwd|pw|pass|pin|t?otp|jwt|auth|sig|bearer))';

const FLAG = /^--?(?!-?no-)[A-Za-z_][\w.-]{0,100}$/;
const ASSIGNMENT = /^(--?[A-Za-z_][\w.-]{0,100}[=:]\s*|[A-Za-z_][\w.-]{0,100}(?:=|:\s+))[\s\S]+$/;

/** Matches options whose values are headers, and those whose values are a user with a password, as in curl. */
const HEADER_FLAG = /^(?:-H|--(?:proxy-)?headers?)$/;
const USER_FLAG = /^(?:-u|-U|--(?:proxy-)?user)$/;

const HEADER = /^([\w-]{1,100}:\s*)[\s\S]+$/;

/** Numbers are those of a user and a group, as in docker. URLs and drives have no password here. */
const USER = /^(?!\d+:\d+$)([^\s:/]+:)(?!\/\/|\\)[\s\S]+$/;

const SECRET_NAME = new RegExp(`${SECRET_END}$`, 'i');

/** Secrets inside of longer texts, such as URLs, headers, JSON and code. The first group is kept. */
const INSIDE: readonly RegExp[] = [
  // scheme://user:password@host, and a long user name, which is a token. A password may contain `@`.
  /(:\/\/[^\s/?#:@]*:)[^\s/?#]+(?=@)/g,
  /(:\/\/)[^\s/?#:@]{20,}(?=@)/g,
  // Authorization: Bearer …
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  // JSON: a text, a text in JSON that is itself in a text, a number, and a list or an object as a whole
  new RegExp(`(${SECRET_END}["']\\s*:\\s*(["']))(?:\\\\[\\s\\S]|(?!\\2)[^\\\\])+`, 'gi'),
  new RegExp(`(${SECRET_END}\\\\+["']\\s*:\\s*\\\\+["'])[^"']*[^"'\\\\]`, 'gi'),
  new RegExp(`(${SECRET_END}\\\\*["']\\s*:\\s*)-?\\d[\\w.+-]*`, 'gi'),
  new RegExp(`(${SECRET_END}\\\\*["']\\s*:\\s*)[[{][^\\]}]*[\\]}]?`, 'gi'),
  // Queries, connection strings and headers
  new RegExp(`(${SECRET_END}=\\\\*["']?)[^\\s&;,"'}]+`, 'gi'),
  new RegExp(`(${SECRET_END}:\\s+\\\\*["']?)[^\\s,;"'}]+`, 'gi'),
  // Tokens that are known by their beginning: JSON web tokens, GitHub, GitLab, Slack, npm, Stripe, OpenAI, AWS, private keys
  /()(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  /((?<![\w-])(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|npm_|sk-|sk_live_|sk_test_))[\w-]{12,}/g,
  /((?<![A-Za-z0-9])(?:AKIA|ASIA))[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^-]*/g,
];

/** Matches every text that one of these patterns matches. Node compiles each pattern at its first use, in every process. */
const MAY_CONTAIN = /[\s:=@]|eyJ|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|npm_|sk[-_]|AKIA|ASIA/;

/**
 * Returns arguments with their recognized secrets replaced: values of options such as `--token`, passwords in URLs, and
 * tokens of known forms. Names, positions and all other arguments stay.
 *
 * @param known secrets that are hidden wherever they occur
 */
export function redactArguments(args: readonly string[], known: readonly string[] = []): readonly string[] {
  return args.map((argument, index) => {
    const before = args[index - 1] ?? '';
    const isValue = isSecretFlag(before) && argument !== '' && !argument.startsWith('--');
    return isValue ? HIDDEN : redactText(redactValue(before, argument), known);
  });
}

/** Redacts the value of an option for a header or a user, which is the next argument or follows `=`. */
function redactValue(before: string, argument: string): string {
  const [, assigned = '', flag = before] = /^((--[a-z-]{1,20})=)/.exec(argument) ?? [];
  const value = argument.slice(assigned.length);
  const [, name] = (HEADER_FLAG.test(flag) && HEADER.exec(value)) || [];
  if (name !== undefined && isSecretName(name.replace(/:\s*$/, ''))) return `${assigned}${name}${HIDDEN}`;
  return USER_FLAG.test(flag) ? `${assigned}${value.replace(USER, `$1${HIDDEN}`)}` : argument;
}

function redactText(text: string, known: readonly string[]): string {
  const [, assigned] = ASSIGNMENT.exec(text) ?? [];
  if (assigned !== undefined && isSecretName(assigned.replace(/[=:]\s*$/, ''))) return `${assigned}${HIDDEN}`;
  const rest = MAY_CONTAIN.test(text)
    ? INSIDE.reduce((shown, pattern) => shown.replace(pattern, `$1${HIDDEN}`), text)
    : text;
  return known.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, HIDDEN)), rest);
}

function isSecretFlag(argument: string): boolean {
  return FLAG.test(argument) && isSecretName(argument);
}

/** Compares names in camel case with dashes between their words. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}
