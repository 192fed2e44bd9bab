/** Lines that the harness prints on stderr, because stdout belongs to the app. */
import ms from 'ms';
import { writeWithoutErrors } from '../src/platform/broken-pipes.js';
import type { EndingSignal } from '../src/platform/ending-signals.js';
import { describeError, toIndentedLines } from '../src/platform/errors.js';
import { formatLogLine } from '../src/platform/log-line.js';
import { GRACE_VARIABLE } from '../src/settings/grace.js';
import { TIMEOUT_VARIABLE } from '../src/settings/timeout.js';
import { describeEnd, type WindowEnd } from './ends/end.js';
import { removeHarnessFrames } from './own-frames.js';
import type { StartedApp } from './start-main.js';

let hasWarnedOfNoTerminal = false;

/** @param timeout milliseconds; `undefined` if only a signal or a stop request ends the window */
export function logWindowOpened(timeout: number | undefined): void {
  const remedy =
    timeout === undefined ? 'Press Ctrl+C to end it.' : `It ends after ${ms(timeout)} or on Ctrl+C.`;
  logLine(`the window is open. ${remedy}`);
  if (timeout === undefined && !hasTerminal() && !hasWarnedOfNoTerminal) {
    hasWarnedOfNoTerminal = true;
    logLine(
      `there is no terminal and ${TIMEOUT_VARIABLE} is not set, so the window stays open until SIGINT or SIGTERM. ` +
        `To end it by itself, set ${TIMEOUT_VARIABLE}=60s.`,
    );
  }
}

/** @param elapsed milliseconds since the window was opened */
export function logAppReady({ started }: StartedApp, elapsed: number): void {
  const step = { main: 'main returned', default: 'its default export returned', load: 'its module loaded' }[
    started
  ];
  logLine(`the app is ready: ${step} after ${ms(Math.round(elapsed))}`);
}

export function logWindowEnding(end: WindowEnd, app: StartedApp | undefined): void {
  logLine(`the window ends: ${describeEnd(end)}`);
  if (end.by === 'app finished' && app?.started === 'load') {
    logLine(
      'the app exports neither main nor a default function without parameters, so it was imported but nothing was called.',
    );
  }
}

/** @param grace milliseconds */
export function logWaitingForApp(signal: EndingSignal, grace: number): void {
  logLine(`the app handles ${signal} itself. Waiting up to ${ms(grace)} for it to stop.`);
}

/** @param grace milliseconds */
export function logGraceExceeded(grace: number, open: readonly string[]): void {
  const handles = open.length > 0 ? open.join(', ') : 'nothing that keeps the process alive';
  logLine(`the app did not close within ${ms(grace)} (set by ${GRACE_VARIABLE}). Still open: ${handles}`);
}

export function logLateRejection(error: unknown): void {
  logError('main threw an error after the window had ended: ', error);
}

export function logFurtherFailure(error: unknown): void {
  logError('the app threw another exception that it does not handle: ', error);
}

export function logAppExit(code: number): void {
  logLine(`the window ends: the app exited with code ${code}`);
}

export function logWindowSkipped(): void {
  logLine('this window does not open, because the run was interrupted or stopped.');
}

/** Logs a sentence, and the stack of an error of the app. */
function logError(sentence: string, error: unknown): void {
  const [first = '', ...more] = toIndentedLines(describeError(removeHarnessFrames(error)));
  logLine([sentence + first, ...more]);
}

function logLine(message: string | readonly string[]): void {
  writeWithoutErrors(process.stderr, `${formatLogLine(message)}\n`);
}

function hasTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
}
