/** `COVER_SIGNAL` is a signal that a program can receive and live; `COVER_SIGNAL_RESET` says yes or no. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { constants } from 'node:os';
import { promisify } from 'node:util';
import { DUMP_SIGNALS, dumpSignalOf, isDumpSignalResetting } from '../../../src/settings/dump-signal.js';

/** Sends itself every signal it is told of, and ends once each has come. */
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
    it(`takes ${JSON.stringify(given)} for ${signal ?? 'none'}`, () => {
      assert.equal(dumpSignalOf({ COVER_SIGNAL: given }, 'linux'), signal);
    });
  }

  const REFUSED = [
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

  for (const given of REFUSED) {
    it(`refuses ${given} and names those that are accepted`, () => {
      assert.throws(() => dumpSignalOf({ COVER_SIGNAL: given }, 'linux'), {
        name: 'SettingError',
        message:
          `Invalid COVER_SIGNAL "${given}": expected one of ${DUMP_SIGNALS.join(', ')}, or off. ` +
          'Example: COVER_SIGNAL=SIGUSR2',
      });
    });
  }

  it('names signals of this platform only', () => {
    assert.ok(DUMP_SIGNALS.includes('SIGUSR2'));
    for (const signal of DUMP_SIGNALS) assert.equal(typeof constants.signals[signal], 'number', signal);
  });

  it('names signals that Node hands to a program, which lives on, without its debugger', async () => {
    const args = ['-e', RECEIVER, ...DUMP_SIGNALS];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: {} });
    assert.deepEqual(stdout.trim().split('\n').sort(), [...DUMP_SIGNALS].sort());
    assert.equal(stderr, '');
  });

  describe('on Windows', () => {
    for (const given of [undefined, '', 'off']) {
      it(`is none with ${JSON.stringify(given)}`, () => {
        assert.equal(dumpSignalOf({ COVER_SIGNAL: given }, 'win32'), null);
      });
    }

    it('refuses every signal, and says what else dumps', () => {
      for (const given of [...DUMP_SIGNALS, 'usr2', 'none']) {
        assert.throws(() => dumpSignalOf({ COVER_SIGNAL: given }, 'win32'), {
          name: 'SettingError',
          message:
            `Invalid COVER_SIGNAL "${given}": expected off or nothing on Windows, where a signal ` +
            'ends the program; COVER_TRIGGER_FILE dumps there, too. Example: COVER_SIGNAL=off',
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

  it('refuses what is neither a yes nor a no', () => {
    assert.throws(() => isDumpSignalResetting({ COVER_SIGNAL_RESET: 'SIGUSR1' }), {
      name: 'SettingError',
      message:
        'Invalid COVER_SIGNAL_RESET "SIGUSR1": expected one of 1, true, yes to begin a new epoch ' +
        'with each dump, or 0, false, no or nothing to dump only. Example: COVER_SIGNAL_RESET=1',
    });
  });
});
