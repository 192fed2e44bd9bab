/**
 * Counts the files that a thread loads and that are excluded by their paths, such as those of dependencies, and records the
 * counts in the run log. They explain a run without coverage, and show that its processes exist.
 */
import type { PathRule } from '../run-log/exclusion-rules.js';
import type { SkipEvent } from '../run-log/run-event.js';
import { findPathRule } from '../selection/exclusion.js';
import type { Selection } from '../settings/run-context.js';

// The app's tests may replace this global later.
const { setTimeout } = globalThis;

export interface SkippedFiles {
  /** Counts a file once, however often it is loaded. @param file absolute path */
  add(file: string): void;
  /** Records the counts that have changed since they were recorded. */
  record(): void;
}

/** Milliseconds in which counts are collected, so that a process that loads hundreds of files records few events. */
const DELAY = 100;

type Skips = Pick<SkipEvent, 'rule' | 'files' | 'example'>;

/** @param onSkips receives the counts to record */
export function countSkippedFiles(selection: Selection, onSkips: (skips: Skips) => void): SkippedFiles {
  const known = new Set<string>();
  const counts = new Map<PathRule, { files: number; readonly example: string }>();
  const changed = new Set<PathRule>();
  let isScheduled = false;
  const record = () => {
    isScheduled = false;
    for (const rule of changed) {
      const count = counts.get(rule);
      if (count) onSkips({ rule, ...count });
    }
    changed.clear();
  };
  return {
    add(file) {
      if (known.has(file)) return;
      known.add(file);
      const rule = findPathRule(selection, file);
      if (rule === undefined) return;
      const count = counts.get(rule) ?? { files: 0, example: file };
      count.files += 1;
      counts.set(rule, count);
      changed.add(rule);
      if (isScheduled) return;
      isScheduled = true;
      setTimeout(record, DELAY).unref();
    },
    record,
  };
}
