/** Positions in stack traces, traced by source maps. */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** Line and column, both starting at 1 as in stack traces. */
export type StackPosition = `${number}:${number}`;

/** Returns the positions of a stack trace that are in one file, innermost first. */
export function positionsIn(stack: string, file: string): readonly StackPosition[] {
  const frames = stack.matchAll(/^ +at .*?((?:file:\/\/)?[^ (]*):(\d+):(\d+)\)?$/gm);
  return [...frames]
    .filter(([, path]) => path?.endsWith(file))
    .map(([, , line, column]) => `${Number(line)}:${Number(column)}` as const);
}

/** Returns a function that traces positions in instrumented code to the source. */
export function createTracer(
  map: string | undefined,
): (position: StackPosition) => StackPosition | undefined {
  const traceMap = new TraceMap(map ?? '');
  return (position) => {
    const [line = 0, column = 0] = position.split(':').map(Number);
    const found = originalPositionFor(traceMap, { line, column: column - 1 });
    return found.line === null ? undefined : `${found.line}:${found.column + 1}`;
  };
}
