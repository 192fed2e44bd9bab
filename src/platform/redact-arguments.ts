/**
 * Replaces secrets in command lines by `***`, as far as they can be recognized: passwords, tokens and keys. Every pattern
 * takes linear time, because arguments can be long.
 */

const HIDDEN = '***';

/** Ends of names whose values are secret, as in `--db-password`, `accessToken`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_END =
  '(?:token|secret|password|passwd|passphrase|passcode|apikey|credentials?|authorization|cookie|signature' +
  '|(?:api|access|private|secret|encryption|signing|account|master|auth|deploy|license)[-_.]?key' +
  '|connection[-_.]?string|(?<![a-z0-9])(?:pwd|pass|auth|sig|bearer))';

const FLAG = /^--?(?!-?no-)[A-Za-z_][\w.-]{0,100}$/;
const ASSIGNMENT = /^(--?[A-Za-z_][\w.-]{0,100}[=:]\s*|[A-Za-z_][\w.-]{0,100}(?:=|:\s+))[\s\S]+$/;
const SECRET_NAME = new RegExp(`${SECRET_END}$`, 'i');

/** Secrets inside of longer texts, such as URLs, headers, JSON and code. The first group is kept. */
const INSIDE: readonly RegExp[] = [
  // scheme://user:password@host, and a long user name, which is a token
  /(:\/\/[^\s/?#:@]*:)[^\s/?#@]+(?=@)/g,
  /(:\/\/)[^\s/?#:@]{20,}(?=@)/g,
  // Authorization: Bearer …
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  // JSON, queries, connection strings and headers
  new RegExp(`(${SECRET_END}["']\\s*:\\s*["'])[^"']+`, 'gi'),
  new RegExp(`(${SECRET_END}=["']?)[^\\s&;,"'}]+`, 'gi'),
  new RegExp(`(${SECRET_END}:\\s+["']?)[^\\s,;"'}]+`, 'gi'),
  // Tokens that are known by their beginning: JSON web tokens, GitHub, GitLab, Slack, npm, Stripe, OpenAI, private keys
  /()(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  /((?<![\w-])(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|npm_|sk-|sk_live_|sk_test_))[\w-]{12,}/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^-]*/g,
];

/**
 * Returns arguments with their recognized secrets replaced: values of options such as `--token`, passwords in URLs, and
 * tokens of known forms. Names, positions and all other arguments stay.
 *
 * @param known secrets that are hidden wherever they occur
 */
export function redactArguments(args: readonly string[], known: readonly string[] = []): readonly string[] {
  return args.map((argument, index) => {
    const isValue = isSecretFlag(args[index - 1] ?? '') && argument !== '' && !argument.startsWith('--');
    return isValue ? HIDDEN : redactText(argument, known);
  });
}

function redactText(text: string, known: readonly string[]): string {
  const [, assigned] = ASSIGNMENT.exec(text) ?? [];
  if (assigned !== undefined && isSecretName(assigned.replace(/[=:]\s*$/, ''))) return `${assigned}${HIDDEN}`;
  const rest = INSIDE.reduce((shown, pattern) => shown.replace(pattern, `$1${HIDDEN}`), text);
  return known.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, HIDDEN)), rest);
}

function isSecretFlag(argument: string): boolean {
  return FLAG.test(argument) && isSecretName(argument);
}

/** Compares names in camel case with dashes between their words. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}
