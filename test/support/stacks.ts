/** Where stack traces point, through source maps. */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** Line from 1 and column from 1, as stack traces have them. */
export type Position = `${number}:${number}`;

/** The positions that a stack trace has in one file, the innermost first. */
export function positionsIn(stack: string, file: string): readonly Position[] {
  const frames = stack.matchAll(/^ +at .*?((?:file:\/\/)?[^ (]*):(\d+):(\d+)\)?$/gm);
  return [...frames]
    .filter(([, path]) => path?.endsWith(file))
    .map(([, , line, column]) => `${Number(line)}:${Number(column)}` as const);
}

/** What positions in counting text are in the source. */
export function tracer(map: string | undefined): (position: Position) => Position | undefined {
  const traced = new TraceMap(map ?? '');
  return (position) => {
    const [line = 0, column = 0] = position.split(':').map(Number);
    const found = originalPositionFor(traced, { line, column: column - 1 });
    return found.line === null ? undefined : `${found.line}:${found.column + 1}`;
  };
}
