/** How a window ends, and what every source of ends looks like. */
import ms from 'ms';

export type WindowEnd =
  | { readonly by: 'signal'; readonly signal: NodeJS.Signals; readonly isHandledByApp: boolean }
  | { readonly by: 'timeout'; readonly milliseconds: number }
  | { readonly by: 'stop request' }
  | { readonly by: 'app finished' }
  | { readonly by: 'app failed'; readonly error: unknown };

export type EndWindow = (end: WindowEnd) => void;

/** Begins to wait for one kind of end; the function it returns stops waiting. */
export type EndSource = (endWindow: EndWindow) => () => void;

export function describeEnd(end: WindowEnd): string {
  switch (end.by) {
    case 'signal':
      return end.signal === 'SIGINT' ? 'Ctrl+C' : end.signal;
    case 'timeout':
      return `its timeout of ${ms(end.milliseconds)}`;
    case 'stop request':
      return 'a stop request';
    case 'app finished':
      return 'the app finishing by itself';
    case 'app failed':
      return 'the app failing';
  }
}
