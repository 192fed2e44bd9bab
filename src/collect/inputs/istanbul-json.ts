/** Files of Istanbul's JSON, which many tools write, and what is the matter with those that are none. */
import { readFileSync, statSync } from 'node:fs';
import { isMeasuredFile, type MeasuredFile } from '../../interchange/nyc-output.js';
import { messageOf } from '../../platform/errors.js';
import { isJsonObject } from '../../platform/is-object.js';

export interface ForeignCoverage {
  readonly files: readonly MeasuredFile[];
  /** When it was written, as an ISO time. */
  readonly time: string;
}

/**
 * @param path absolute
 * @throws Error with a reason to go behind the path
 */
export function readIstanbulJson(path: string): ForeignCoverage {
  const time = statSync(path).mtime.toISOString();
  const content = parse(readFileSync(path, 'utf8'));
  if (!isJsonObject(content)) throw new Error(`${NO_COVERAGE}, and it holds ${nameOf(content)}`);
  if (isFromV8(content)) {
    throw new Error(
      "it is V8's own coverage: have the tool that collected it write Istanbul's, as by `c8 report --reporter json`",
    );
  }
  for (const [name, file] of Object.entries(content))
    if (!isCounted(file)) throw new Error(`${NO_COVERAGE}, and ${JSON.stringify(name)} is none`);
  return { files: Object.values(content) as MeasuredFile[], time };
}

const NO_COVERAGE = "it is not Istanbul's coverage: expected files by their paths, with what was counted";

function parse(text: string): unknown {
  if (text === '') {
    // See docs/notes/nyc.md.
    throw new Error(
      'it is empty: what wrote it was killed, which nyc may do to a process of its own that counts nothing',
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON, or was cut short: ${messageOf(error)}`);
  }
}

function isCounted(file: unknown): boolean {
  return isMeasuredFile(file) && isJsonObject(file) && [file.s, file.f, file.b].every(isJsonObject);
}

/** As Node writes it for `NODE_V8_COVERAGE`. */
function isFromV8({ result }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(result);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
