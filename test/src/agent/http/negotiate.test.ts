/** Tests that a client gets the media type it prefers. */
import assert from 'node:assert/strict';
import { negotiate, negotiateNamed } from '../../../../src/agent/http/negotiate.js';

const TEXT = 'text/plain';
const JSON_MAP = 'application/json';
const ARCHIVE = 'application/octet-stream';

describe('choosing the media type', () => {
  const PREFERRED: readonly [header: string | undefined, type: string][] = [
    [undefined, TEXT],
    ['', TEXT],
    ['*/*', TEXT],
    ['text/*', TEXT],
    ['text/plain; charset=utf-8', TEXT],
    ['TEXT/PLAIN', TEXT],
    [JSON_MAP, JSON_MAP],
    ['Application/JSON', JSON_MAP],
    ['application/*', JSON_MAP],
    [ARCHIVE, ARCHIVE],
    // Sent by axios and HTTPie.
    ['application/json, text/plain, */*', TEXT],
    ['application/json, */*;q=0.5', JSON_MAP],
    ['application/json, */*', JSON_MAP],
    ['text/plain;q=0.5, application/octet-stream;q=0.9', ARCHIVE],
    ['application/*;q=0.9, text/plain;q=0.8, application/json;q=0.1', ARCHIVE],
    ['text/plain;q=0, */*', JSON_MAP],
    ['text/html, application/xhtml+xml, */*;q=0.8', TEXT],
  ];

  for (const [header, type] of PREFERRED) {
    it(`returns ${type} for Accept ${JSON.stringify(header)}`, () => assert.equal(negotiate(header), type));
  }

  for (const header of ['text/html', 'image/*', 'application/json;q=0', '*/*;q=0', ',;']) {
    it(`refuses Accept ${header} and lists the supported types`, () => {
      assert.throws(() => negotiate(header), {
        status: 406,
        message: /Accept header that allows one of text\/plain, application\/json, application\/octet-stream/,
      });
    });
  }
});

describe('choosing a named media type', () => {
  const NAMED: readonly [header: string | undefined, type: string | undefined][] = [
    [undefined, undefined],
    ['*/*', undefined],
    ['text/*', undefined],
    ['text/html', undefined],
    ['text/plain;q=0', undefined],
    ['text/plain', TEXT],
    ['*/*, application/json;q=0.1', JSON_MAP],
    ['application/octet-stream, application/json;q=0.9', ARCHIVE],
  ];

  for (const [header, type] of NAMED) {
    it(`returns ${type} for Accept ${JSON.stringify(header)}`, () =>
      assert.equal(negotiateNamed(header), type));
  }
});
