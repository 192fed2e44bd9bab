/** Reads the source map that a comment contains. */
import assert from 'node:assert/strict';
import type { SourceMapPayload } from 'node:module';

/** Returns the inline source map at the end of a text. */
export function mapIn(text: string): SourceMapPayload {
  const [, data = assert.fail('no inline map')] =
    /\n\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)\n$/.exec(text) ?? [];
  return JSON.parse(Buffer.from(data, 'base64').toString());
}
