/** Follows the rows and files of a view: each reader gets what has changed since it read last. */
import { setImmediate as pause } from 'node:timers/promises';
import { findSource, SOURCE_STATE_TEXT } from '../collect/source-state.js';
import type { CoverageView } from '../view/coverage-view.js';
import type { FileMessage, FileRow, SourceView } from '../view/messages.js';
import type { CounterLayer, LayeredFile, LayerReader } from './counter-layer.js';
import type { Follower, RowChanges } from './run-model.js';
import { coveredParts, type LayerSources, layersOf } from './view-layers.js';

export interface FollowerOptions {
  readonly reader: LayerReader;
  readonly sources: LayerSources;
  /** Returns the paths of all files. */
  readonly paths: () => Iterable<string>;
  /** Absolute paths of directories whose files may be shown: see `findSource`. */
  readonly roots: () => readonly string[];
}

export interface Followers {
  /** Notes that the counters of files have changed. */
  readonly touch: (paths: Iterable<string>) => void;
  /** Notes that all files may have changed, or exist no more. */
  readonly touchAll: () => void;
  readonly followRows: (view: CoverageView) => Follower<RowChanges | string>;
  readonly followFile: (view: CoverageView, path: string) => Follower<FileMessage>;
}

/** Milliseconds of work without a pause, in which the server can do other work. */
const SLICE = 20;

interface Watcher {
  readonly touch: (path: string) => void;
  readonly touchAll: () => void;
}

export function openFollowers({ reader, sources, paths, roots }: FollowerOptions): Followers {
  const watchers = new Set<Watcher>();
  const readRow = (path: string, layers: readonly CounterLayer[]): FileRow | undefined => {
    const file = reader.read(path, layers);
    return file && { path, total: file.tally(() => true), parts: coveredParts(file) };
  };
  return {
    touch(touched) {
      for (const path of touched) for (const watcher of watchers) watcher.touch(path);
    },
    touchAll() {
      for (const watcher of watchers) watcher.touchAll();
    },
    followRows(view) {
      const sent = new Map<string, FileRow>();
      const dirty = new Set<string>();
      let isComplete = true;
      let lastReason: string | undefined;
      const watcher: Watcher = {
        touch: (path) => dirty.add(path),
        touchAll: () => {
          isComplete = true;
        },
      };
      watchers.add(watcher);
      return {
        async take() {
          const layers = await layersOf(view, sources);
          if (typeof layers === 'string') {
            isComplete = true;
            const isNew = layers !== lastReason;
            lastReason = layers;
            return isNew ? layers : undefined;
          }
          lastReason = undefined;
          if (!isComplete && dirty.size === 0) return undefined;
          const wasComplete = isComplete;
          if (isComplete) sent.clear();
          isComplete = false;
          const changed = wasComplete ? [...paths()] : [...dirty];
          dirty.clear();
          const rows: FileRow[] = [];
          let worked = performance.now();
          for (const path of changed) {
            if (performance.now() - worked > SLICE) {
              await pause();
              worked = performance.now();
            }
            const row = readRow(path, layers);
            if (!row || isSameRow(row, sent.get(path))) continue;
            sent.set(path, row);
            rows.push(row);
          }
          return rows.length > 0 || wasComplete ? { isComplete: wasComplete, rows } : undefined;
        },
        close: () => watchers.delete(watcher),
      };
    },
    followFile(view, path) {
      let isDirty = true;
      let sent: { readonly version: string; readonly layers: readonly ArrayLike<number>[] } | undefined;
      let isMissing = false;
      const watcher: Watcher = {
        touch(touched) {
          if (touched === path) isDirty = true;
        },
        touchAll() {
          isDirty = true;
        },
      };
      watchers.add(watcher);
      return {
        async take() {
          const layers = await layersOf(view, sources);
          if (!isDirty && typeof layers !== 'string' && !isMissing) return undefined;
          isDirty = false;
          const file = typeof layers === 'string' ? undefined : reader.read(path, layers);
          if (!file) {
            const reason = typeof layers === 'string' ? layers : `No coverage of ${path} is known.`;
            sent = undefined;
            if (isMissing) return undefined;
            isMissing = true;
            return { type: 'no file', reason };
          }
          isMissing = false;
          const last = sent;
          sent = { version: file.version, layers: file.layers };
          if (last?.version !== file.version)
            return {
              type: 'source',
              source: readSource(path, file, roots()),
              layers: file.layers.map((counts) => Array.from(counts)),
            };
          const changes = file.layers.map((counts, layer) => changesOf(last.layers[layer] ?? [], counts));
          return changes.some((one) => one.length > 0) ? { type: 'counts', changes } : undefined;
        },
        close: () => watchers.delete(watcher),
      };
    },
  };
}

function changesOf(
  before: ArrayLike<number>,
  now: ArrayLike<number>,
): readonly (readonly [number, number])[] {
  const changes: (readonly [number, number])[] = [];
  for (let index = 0; index < now.length; index++)
    if (now[index] !== before[index]) changes.push([index, now[index] ?? 0]);
  return changes;
}

function readSource(path: string, file: LayeredFile, roots: readonly string[]): SourceView {
  const items = file.items();
  const found = findSource(file.coverage(), roots);
  if (found.state === 'same') return { path, text: found.text, reason: null, items };
  return { path, text: null, reason: `${path} ${SOURCE_STATE_TEXT[found.state]}.`, items };
}

function isSameRow(one: FileRow, other: FileRow | undefined): boolean {
  return (
    other !== undefined &&
    isSameList(one.total, other.total) &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, index) => isSameList(part, other.parts[index] ?? []))
  );
}

function isSameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
