/** What the harness says, on stderr: stdout belongs to the app. */
import ms from 'ms';
import { describeError } from '../src/platform/errors.js';
import { formatLogLine } from '../src/platform/log-line.js';
import { GRACE_VARIABLE } from '../src/settings/grace.js';
import { TIMEOUT_VARIABLE } from '../src/settings/timeout.js';
import { describeEnd, type WindowEnd } from './ends/end.js';
import type { StartedApp } from './start-main.js';

let saidNoTerminal = false;

/** @param timeout milliseconds, or `undefined`: only a person or a signal ends the window */
export function logWindowOpened(timeout: number | undefined): void {
  const end = timeout === undefined ? 'press Ctrl+C to end it' : `it ends in ${ms(timeout)}, or by Ctrl+C`;
  logLine(`the window is open: ${end}`);
  if (timeout === undefined && !hasTerminal() && !saidNoTerminal) {
    saidNoTerminal = true;
    logLine(
      `no terminal and no ${TIMEOUT_VARIABLE}: it stays open until SIGINT or SIGTERM; ${TIMEOUT_VARIABLE}=60s would end it`,
    );
  }
}

/** @param elapsed milliseconds since the window was opened */
export function logAppReady({ started }: StartedApp, elapsed: number): void {
  const how = { main: 'main returned', default: 'its default export returned', load: 'it is loaded' }[
    started
  ];
  logLine(`the app is ready: ${how} after ${ms(Math.round(elapsed))}`);
}

export function logWindowEnding(end: WindowEnd, app: StartedApp | undefined): void {
  logLine(`the window ends by ${describeEnd(end)}`);
  if (end.by === 'app finished' && app?.started === 'load') {
    logLine(
      'there was no export main, and no default function without parameters, to call: only the import ran',
    );
  }
}

/** @param grace milliseconds */
export function logWaitingForApp(grace: number): void {
  logLine(`the app handles the signal itself: waiting up to ${ms(grace)} for it to stop`);
}

/** @param grace milliseconds */
export function logGraceExceeded(grace: number, open: readonly string[]): void {
  const what = open.length > 0 ? open.join(', ') : 'nothing that keeps the process alive';
  logLine(`the app did not close within ${ms(grace)} (${GRACE_VARIABLE} sets this); still open: ${what}`);
}

export function logLateRejection(error: unknown): void {
  logLine(`main was still running as the window ended, and then threw: ${describeError(error)}`);
}

export function logFurtherFailure(error: unknown): void {
  logLine(`another exception that the app does not handle: ${describeError(error)}`);
}

export function logAppExit(code: number): void {
  logLine(`the app ended the window by exiting with code ${code}`);
}

export function logWindowSkipped(): void {
  logLine('this window stays closed: the run was interrupted');
}

function logLine(line: string): void {
  process.stderr.write(`${formatLogLine(line)}\n`);
}

function hasTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
}
