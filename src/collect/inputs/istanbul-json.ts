/** Reads Istanbul JSON files, which many tools write, and explains why a file is not one. */
import { statSync } from 'node:fs';
import { isMeasuredFile, type MeasuredFile } from '../../interchange/nyc-output.js';
import { quoteText } from '../../platform/escape-terminal.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { readDataText } from '../../platform/read-text-file.js';

export interface ForeignCoverage {
  readonly files: readonly MeasuredFile[];
  /** ISO time at which the file was written. */
  readonly time: string;
}

/**
 * Reads an Istanbul JSON file.
 *
 * @param path absolute
 * @throws Error whose message completes `<path>: …`
 */
export function readIstanbulJson(path: string): ForeignCoverage {
  const time = statSync(path).mtime.toISOString();
  const content = parse(readDataText(path));
  if (!isJsonObject(content)) throw new Error(`${NOT_ISTANBUL}, got ${typeNameOf(content)}`);
  if (isFromV8(content)) {
    throw new Error(
      'V8 coverage is not supported. Convert it to Istanbul JSON, for example with `c8 report --reporter json`.',
    );
  }
  for (const [name, file] of Object.entries(content))
    if (!isCoverage(file)) throw new Error(`${NOT_ISTANBUL}, but ${quoteText(name)} has no coverage`);
  return { files: Object.values(content) as MeasuredFile[], time };
}

const NOT_ISTANBUL = 'not Istanbul JSON: expected an object with the coverage of each file by path';

function parse(text: string): unknown {
  if (text === '') {
    // See docs/notes/nyc.md.
    throw new Error(
      'the file is empty, because its process was killed. nyc can do this to its own processes, which run no measured code.',
    );
  }
  return parseJson(text);
}

function isCoverage(file: unknown): boolean {
  return isMeasuredFile(file) && isJsonObject(file) && [file.s, file.f, file.b].every(isJsonObject);
}

/** Whether JSON is V8 coverage, as Node writes it for `NODE_V8_COVERAGE`. */
function isFromV8({ result }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(result);
}

function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
