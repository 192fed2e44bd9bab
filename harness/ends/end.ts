/** How a window ends, and the interface of each source of ends. */
import ms from 'ms';
import type { EndingSignal } from '../../src/platform/ending-signals.js';

export type WindowEnd =
  | { readonly by: 'signal'; readonly signal: EndingSignal; readonly isHandledByApp: boolean }
  | { readonly by: 'timeout'; readonly milliseconds: number }
  | { readonly by: 'stop request' }
  | { readonly by: 'app finished' }
  | { readonly by: 'app failed'; readonly error: unknown };

export type EndWindow = (end: WindowEnd) => void;

/**
 * Waits for one kind of end.
 *
 * @returns function that stops waiting
 */
export type EndSource = (endWindow: EndWindow) => () => void;

/** Returns what ended the window, as a phrase. */
export function describeEnd(end: WindowEnd): string {
  switch (end.by) {
    case 'signal':
      return end.signal === 'SIGINT' ? 'Ctrl+C' : end.signal;
    case 'timeout':
      return `timeout of ${ms(end.milliseconds)}`;
    case 'stop request':
      return 'stop request';
    case 'app finished':
      return 'the app finished';
    case 'app failed':
      return 'the app failed';
  }
}
