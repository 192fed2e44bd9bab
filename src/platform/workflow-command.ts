/**
 * Formats workflow commands of GitHub Actions: lines on stdout that GitHub executes, such as `::warning file=a.js,line=1::text`.
 * All other lines that covermain prints are made harmless by `disarmCommands`.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import { disarmCommands, escapeTerminal } from './escape-terminal.js';

/**
 * Returns a command. Properties and message are data: none of them can end the line, or add a property or another command.
 *
 * @param command such as `warning`
 */
export function formatWorkflowCommand(
  command: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${command} ${list.join(',')}::${escapeMessage(message)}`;
}

const MESSAGE_ESCAPES: Readonly<Record<string, string>> = { '%': '%25', '\r': '%0D', '\n': '%0A' };
const PROPERTY_ESCAPES: Readonly<Record<string, string>> = { ...MESSAGE_ESCAPES, ':': '%3A', ',': '%2C' };

function escapeProperty(text: string): string {
  return toPrintable(text.replace(/[%\r\n:,]/g, (character) => PROPERTY_ESCAPES[character] ?? character));
}

function escapeMessage(text: string): string {
  return toPrintable(text.replace(/[%\r\n]/g, (character) => MESSAGE_ESCAPES[character] ?? character));
}

/** Escapes what GitHub's escapes leave, such as control characters and the commands of Azure and TeamCity. */
function toPrintable(text: string): string {
  return disarmCommands(escapeTerminal(text));
}
