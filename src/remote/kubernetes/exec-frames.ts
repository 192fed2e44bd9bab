/** Parses what `in-container/ask-agents.cjs` prints. A container can print anything. */

import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { hasFields, isCount, isTextList } from '../../platform/value-checks.js';
import type { TargetResponse } from '../target.js';

export interface ExecOutput {
  /** One response of each run. */
  readonly responses: readonly TargetResponse[];
  /** Sockets that could not be used, and why. */
  readonly problems: readonly string[];
}

/** Size of a frame's two lengths in bytes. */
const SIZES = 8;

const MAX_HEAD = 2 ** 16;
const MAX_RESPONSES = 1_000;

/**
 * Returns the responses after the marker; programs that Node preloads can print something before it.
 *
 * @returns `undefined` if there is no marker: the script did not run to its end
 * @throws Error if the output is incomplete or malformed
 */
export function parseExecOutput(output: Buffer, marker: string): ExecOutput | undefined {
  const line = Buffer.from(`\n${marker}\n`);
  const start = output.indexOf(line);
  if (start < 0) return undefined;
  const responses: TargetResponse[] = [];
  for (let offset = start + line.length; ; ) {
    const { head, body, next } = readFrame(output, offset);
    if (head.end === true)
      return { responses, problems: isTextList(head.problems) ? textsOf(head.problems) : [] };
    if (!hasFields(head, { status: isStatus }) || responses.length >= MAX_RESPONSES)
      throw new Error('its output is malformed');
    responses.push({ status: Number(head.status), body });
    offset = next;
  }
}

function readFrame(output: Buffer, offset: number) {
  if (output.length < offset + SIZES) throw incomplete();
  const headSize = output.readUInt32BE(offset);
  if (headSize > MAX_HEAD) throw new Error('its output is malformed');
  const bodyStart = offset + SIZES + headSize;
  const next = bodyStart + output.readUInt32BE(offset + 4);
  if (output.length < next) throw incomplete();
  const head = parseHead(output.toString('utf8', offset + SIZES, bodyStart));
  return { head, body: output.subarray(bodyStart, next), next };
}

function parseHead(text: string): Readonly<Record<string, unknown>> {
  const head = parseJson(text);
  if (!isJsonObject(head)) throw new Error('its output is malformed');
  return head;
}

function textsOf(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function isStatus(value: unknown): boolean {
  return isCount(value) && Number(value) >= 100 && Number(value) < 600;
}

function incomplete(): Error {
  return new Error('its output is incomplete');
}
