/** `COVER_SIGNAL` is a signal that a program can receive and survive. `COVER_SIGNAL_RESET` is a flag. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { constants } from 'node:os';
import { promisify } from 'node:util';
import { DUMP_SIGNALS, dumpSignalOf, isDumpSignalResetting } from '../../../src/settings/dump-signal.js';

/** Sends itself the signals that are its arguments, and ends when it has received each. */
const RECEIVER = `
  const awaited = new Set(process.argv.slice(1));
  const alive = setInterval(() => {}, 1_000);
  for (const signal of awaited) {
    process.on(signal, (name) => {
      awaited.delete(name);
      console.log(name);
      if (awaited.size === 0) clearInterval(alive);
    });
  }
  for (const signal of [...awaited]) process.kill(process.pid, signal);
`;

describe('COVER_SIGNAL', () => {
  const ACCEPTED: readonly [given: string | undefined, signal: NodeJS.Signals | null][] = [
    [undefined, 'SIGUSR2'],
    [' ', 'SIGUSR2'],
    ['SIGUSR2', 'SIGUSR2'],
    ['SIGUSR1', 'SIGUSR1'],
    ['sigquit', 'SIGQUIT'],
    ['usr2', 'SIGUSR2'],
    [' Usr1 ', 'SIGUSR1'],
    ['URG', 'SIGURG'],
    ['off', null],
    ['OFF', null],
  ];

  for (const [given, signal] of ACCEPTED) {
    it(`parses ${JSON.stringify(given)} as ${signal ?? 'no signal'}`, () => {
      assert.equal(dumpSignalOf({ COVER_SIGNAL: given }, 'linux'), signal);
    });
  }

  const REJECTED = [
    'SIGINT',
    'SIGTERM',
    'hup',
    'SIGKILL',
    'SIGSTOP',
    'SIGPROF',
    'SIGSEGV',
    'SIGCHLD',
    'SIGWINCH',
    '12',
    'SIG',
    'SIGSIGUSR2',
    'SIGUSR3',
    'USR1,USR2',
    'no',
  ];

  for (const given of REJECTED) {
    it(`rejects ${given} and lists the accepted signals`, () => {
      assert.throws(() => dumpSignalOf({ COVER_SIGNAL: given }, 'linux'), {
        name: 'SettingError',
        message:
          `Invalid COVER_SIGNAL "${given}": expected one of ${DUMP_SIGNALS.join(', ')}, or off. ` +
          'Example: COVER_SIGNAL=SIGUSR2',
      });
    });
  }

  it('accepts only signals of this platform', () => {
    assert.ok(DUMP_SIGNALS.includes('SIGUSR2'));
    for (const signal of DUMP_SIGNALS) assert.equal(typeof constants.signals[signal], 'number', signal);
  });

  it('accepts signals that Node delivers to a program without ending it or starting the debugger', async () => {
    const args = ['-e', RECEIVER, ...DUMP_SIGNALS];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: {} });
    assert.deepEqual(stdout.trim().split('\n').sort(), [...DUMP_SIGNALS].sort());
    assert.equal(stderr, '');
  });

  describe('on Windows', () => {
    for (const given of [undefined, '', 'off']) {
      it(`is no signal for ${JSON.stringify(given)}`, () => {
        assert.equal(dumpSignalOf({ COVER_SIGNAL: given }, 'win32'), null);
      });
    }

    it('rejects every signal and names an alternative', () => {
      for (const given of [...DUMP_SIGNALS, 'usr2', 'none']) {
        assert.throws(() => dumpSignalOf({ COVER_SIGNAL: given }, 'win32'), {
          name: 'SettingError',
          message:
            `Invalid COVER_SIGNAL "${given}": expected off or an empty value, because on Windows a ` +
            'signal ends the program. Use COVER_TRIGGER_FILE to dump there. Example: COVER_SIGNAL=off',
        });
      }
    });
  });
});

describe('COVER_SIGNAL_RESET', () => {
  for (const [given, expected] of [
    [undefined, false],
    ['0', false],
    ['1', true],
    ['yes', true],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(given)}`, () => {
      assert.equal(isDumpSignalResetting({ COVER_SIGNAL_RESET: given }), expected);
    });
  }

  it('rejects a value that is neither yes nor no', () => {
    assert.throws(() => isDumpSignalResetting({ COVER_SIGNAL_RESET: 'SIGUSR1' }), {
      name: 'SettingError',
      message:
        'Invalid COVER_SIGNAL_RESET "SIGUSR1": expected one of 1, true, yes to begin a new epoch ' +
        'with each dump, or 0, false, no or an empty value to only dump. Example: COVER_SIGNAL_RESET=1',
    });
  });
});
