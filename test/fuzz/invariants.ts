/** What must hold for every output of every command, whatever the input is. Each function returns problems. */
import { runInNewContext } from 'node:vm';
import { SaxesParser } from 'saxes';
import { CovermainError, messageOf } from '../../src/platform/errors.js';
import { REPORT_RECEIVER } from '../../src/view/report-data.js';
import { SECRET } from './sandbox.js';

/** Longest message that people can read. */
const MAX_MESSAGE = 12_000;

/** Signs of an exception that covermain did not expect. */
const INTERNAL =
  /Internal error|TypeError|RangeError|ReferenceError|Cannot read propert|is not a function|is not iterable|\n\s+at .+:\d+:\d+|Maximum call stack|Invalid array length|Invalid string length|of undefined|of null/;

/** Checks the error of a command. */
export function checkError(error: unknown): readonly string[] {
  if (error === undefined) return [];
  if (!(error instanceof CovermainError)) return [`not an error of covermain: ${describe(error)}`];
  return checkMessage(error.message);
}

/** Checks a message of covermain, which may quote the input. */
export function checkMessage(message: string): readonly string[] {
  const internal = INTERNAL.exec(message);
  return [
    ...(internal ? [`a message has ${JSON.stringify(internal[0])}: ${message.slice(0, 600)}`] : []),
    ...(message.length > MAX_MESSAGE
      ? [`a message has ${message.length} characters: ${message.slice(0, 200)}`]
      : []),
    ...(message.includes(SECRET) ? ['a message has the secret'] : []),
  ];
}

function describe(error: unknown): string {
  return error instanceof Error ? String(error.stack).slice(0, 1500) : String(error);
}

/** Control characters that a terminal acts on, apart from line breaks, and characters that reorder text. */
const CONTROL = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

/** Codes of colours. */
const COLOR = new RegExp(`${'\u001b'}\\[[\\d;]*m`, 'g');

/** Checks text for a terminal. */
export function checkTerminal(coloured: string): readonly string[] {
  const text = coloured.replaceAll(COLOR, '');
  const control = CONTROL.exec(text);
  if (!control) return [];
  const around = text.slice(Math.max(0, control.index - 60), control.index + 60);
  return [`a control character on the terminal: ${JSON.stringify(around)}`];
}

/** Checks one file that a command wrote, or its stdout under the name of its format. */
export function checkFile(name: string, bytes: Buffer): readonly string[] {
  const text = bytes.toString('utf8');
  const problems: string[] = [];
  if (bytes.includes(SECRET)) problems.push('it has the secret');
  if (name.endsWith('.json')) problems.push(...checkJson(text));
  if (name.endsWith('.xml')) problems.push(...checkXml(text));
  if (DATA_SCRIPT.test(name)) problems.push(...checkDataScript(text));
  return problems.map((problem) => `${name}: ${problem}`);
}

export function checkJson(text: string): readonly string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`invalid JSON: ${messageOf(error)}`];
  }
}

/** A script with the data of the reporter `covermain`. */
const DATA_SCRIPT = /(?:^|\/)covermain\/data\/[^/]+\.js$/;

/** Checks that a script does nothing but pass the text of JSON to the page. */
function checkDataScript(text: string): readonly string[] {
  const received: unknown[][] = [];
  const add = (...values: readonly unknown[]) => received.push([...values]);
  try {
    runInNewContext(text, { [REPORT_RECEIVER]: { add } }, { timeout: 10_000 });
  } catch (error) {
    return [`a data script fails: ${messageOf(error)}`];
  }
  const [call = [], ...others] = received;
  const isExpected = others.length === 0 && call.length === 2 && call.every((one) => typeof one === 'string');
  if (!isExpected) return [`a data script passes ${JSON.stringify(received).slice(0, 200)}`];
  // A browser ends a script at such a tag if a program copies it into a page.
  return [...(text.includes('<') ? ['a data script has "<"'] : []), ...checkJson(String(call[1]))];
}

function checkXml(text: string): readonly string[] {
  const parser = new SaxesParser();
  try {
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(text).close();
    return [];
  } catch (error) {
    return [`XML is not well-formed: ${messageOf(error)}`];
  }
}

/** Checks the numbers of a document that a command printed: no more is covered than there is. */
export function checkRatios(value: unknown): readonly string[] {
  const problems: string[] = [];
  const visit = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null || problems.length > 0) return;
    const { covered, total } = inner as Readonly<Record<string, unknown>>;
    const isRatio = typeof covered === 'number' && typeof total === 'number';
    if (isRatio && !(covered >= 0 && covered <= total && Number.isSafeInteger(total)))
      problems.push(`an impossible ratio: ${JSON.stringify(inner).slice(0, 200)}`);
    for (const one of Object.values(inner)) visit(one);
  };
  visit(value);
  return problems;
}
