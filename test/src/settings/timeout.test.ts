/** `COVER_TIMEOUT` is a duration of at least a millisecond that fits into a timer. */
import assert from 'node:assert/strict';
import { timeoutOf } from '../../../src/settings/timeout.js';

const DAY = 24 * 60 * 60 * 1_000;

/** Shortens a value for test titles. */
function title(given: string): string {
  return given.length > 40 ? `${given.length} characters of digits` : JSON.stringify(given);
}

describe('COVER_TIMEOUT', () => {
  const ACCEPTED: readonly [given: string, milliseconds: number][] = [
    ['60s', 60_000],
    ['5m', 300_000],
    ['1500', 1_500],
    ['1ms', 1],
    ['1.5h', 5_400_000],
    ['2 minutes', 120_000],
    ['10S', 10_000],
    ['  60s\t', 60_000],
    ['24d', 24 * DAY],
    ['1.6', 2],
    [`${'0'.repeat(98)}5s`, 5_000],
  ];

  for (const [given, milliseconds] of ACCEPTED) {
    it(`parses ${title(given)} as ${milliseconds} ms`, () => {
      assert.equal(timeoutOf({ COVER_TIMEOUT: given }), milliseconds);
    });
  }

  for (const given of [undefined, '', '   ']) {
    it(`treats ${JSON.stringify(given)} as not set`, () => {
      assert.equal(timeoutOf({ COVER_TIMEOUT: given }), undefined);
    });
  }

  const REJECTED = [
    '0',
    '0s',
    '-5s',
    '0.4',
    '+5s',
    'soon',
    'five minutes',
    '60 s econds',
    '5m30s',
    '60,5s',
    's',
    '25d',
    '24.1d',
    '1y',
    'Infinity',
    'NaN',
    '1e400',
    '1e3',
    '0x10',
    '9'.repeat(100),
    `${'0'.repeat(99)}5s`,
  ];

  for (const given of REJECTED) {
    it(`rejects ${title(given)} with the accepted durations and an example`, () => {
      assert.throws(() => timeoutOf({ COVER_TIMEOUT: given }), {
        name: 'SettingError',
        code: 'SETTING_INVALID',
        message:
          `Invalid COVER_TIMEOUT "${given}": expected a duration from 1ms to 24d, ` +
          'such as 60s, 5m or 1500 (milliseconds). Example: COVER_TIMEOUT=60s',
      });
    });
  }
});
