/** Reads workflow commands as GitHub's runner does. */

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Parses a line of a job's output; `undefined` if the runner only shows it.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs `TryParseV2`
 */
export function parseWorkflowCommand(line: string): WorkflowCommand | undefined {
  const text = line.trim();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end === -1) return undefined;
  const [name = '', ...list] = text.slice(2, end).split(' ');
  const pairs = list
    .join(' ')
    .trim()
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), decode(pair.slice(pair.indexOf('=') + 1), true)]);
  return { name, properties: Object.fromEntries(pairs), message: decode(text.slice(end + 2), false) };
}

/** The runner decodes `%25` last. */
function decode(text: string, isProperty: boolean): string {
  const decoded = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const more = isProperty ? decoded.replaceAll('%3A', ':').replaceAll('%2C', ',') : decoded;
  return more.replaceAll('%25', '%');
}
