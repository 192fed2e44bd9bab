/** Handles `n` and `p`, which select the next and the previous missed line. */
import { useEffect, useRef } from 'preact/hooks';
import type { LineMarks } from '../../view/line-marks.js';
import { nextMissedLine } from '../../view/missed-lines.js';
import { onKeys } from '../keyboard.js';

export interface MissedKeysOptions {
  readonly marks: LineMarks;
  /** Direction in which another file was left; `null` if this file was opened in another way. */
  readonly arrival: 1 | -1 | null;
  /** Returns the line after which the search begins, or before which for -1. */
  readonly startOf: (direction: 1 | -1) => number;
  readonly onSelect: (line: number) => void;
  readonly onLeaveFile: (direction: 1 | -1) => void;
}

/** Selects the first or last missed line at once if the file was reached by `n` or `p`. */
export function useMissedKeys(options: MissedKeysOptions): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const go = (direction: 1 | -1) => {
      const { marks, startOf, onSelect, onLeaveFile } = latest.current;
      const line = nextMissedLine(marks, startOf(direction), direction);
      if (line === undefined) onLeaveFile(direction);
      else onSelect(line);
      return true;
    };
    return onKeys({ n: () => go(1), p: () => go(-1) });
  }, []);
  useEffect(() => {
    const { marks, arrival, onSelect } = latest.current;
    if (arrival === null) return;
    const line = nextMissedLine(marks, arrival === 1 ? 0 : marks.layout.beginning.length + 1, arrival);
    if (line !== undefined) onSelect(line);
  }, []);
}
