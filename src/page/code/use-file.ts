/** Follows a file: its source and its counts. */
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { type CoverageView, formatView, parseView } from '../../view/coverage-view.js';
import { createLineMarks, type LineMarks } from '../../view/line-marks.js';
import { layOutMarks } from '../../view/mark-layout.js';
import type { CountLayers, SourceView } from '../../view/messages.js';
import { type SourceText, splitSource } from '../../view/source-text.js';
import type { DataSource } from '../data/data-source.js';

/** A file whose source has arrived. */
export interface ShownFile {
  readonly source: SourceView;
  /** One empty line if the source has no text. */
  readonly text: SourceText;
  /** Changes with each update of counts. */
  readonly marks: LineMarks;
  /** Number of changes of each line; lines that never changed are missing. */
  readonly revisions: ReadonlyMap<number, number>;
  /** Time at which each line was hit while it was shown, as `performance.now()`. */
  readonly hits: ReadonlyMap<number, number>;
}

export type FileState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'no file'; readonly reason: string }
  | {
      readonly kind: 'open';
      readonly file: ShownFile;
      /** Number of updates of the file. */
      readonly updates: number;
      /** Whether the counts are those of another view, because those of the current view have not arrived. */
      readonly isStale: boolean;
    };

interface MutableFile extends ShownFile {
  readonly revisions: Map<number, number>;
  readonly hits: Map<number, number>;
  readonly view: string;
}

/** Starts again if the path changes: use the path as the key of the component. */
export function useFile(source: DataSource, view: CoverageView, path: string): FileState {
  const address = formatView(view);
  const followed = useMemo(() => parseView(address) ?? { kind: 'run' as const }, [address]);
  const [updates, render] = useReducer<number, void>((renders) => renders + 1, 0);
  const file = useRef<MutableFile | null>(null);
  const reason = useRef<string | null>(null);
  useEffect(
    () =>
      source.followFile({
        view: followed,
        path,
        onMessage: (message) => {
          if (message.type === 'source') {
            file.current = openFile(message.source, message.layers, formatView(followed));
            reason.current = null;
          } else if (message.type === 'no file') {
            [file.current, reason.current] = [null, message.reason];
          } else if (file.current && file.current.view === formatView(followed)) {
            applyCounts(file.current, message.changes);
          }
          render();
        },
      }),
    [source, followed, path],
  );
  if (reason.current !== null) return { kind: 'no file', reason: reason.current };
  if (!file.current) return { kind: 'loading' };
  return { kind: 'open', file: file.current, updates, isStale: file.current.view !== address };
}

function openFile(source: SourceView, layers: CountLayers, view: string): MutableFile {
  const text = splitSource(source.text ?? '');
  const marks = createLineMarks(layOutMarks(text, source.items), layers);
  return { source, text, marks, revisions: new Map(), hits: new Map(), view };
}

function applyCounts(
  { marks, revisions, hits }: MutableFile,
  changes: readonly (readonly (readonly [number, number])[])[],
): void {
  const { changed, hit } = marks.update(changes);
  for (const line of changed) revisions.set(line, (revisions.get(line) ?? 0) + 1);
  const now = performance.now();
  for (const line of hit) hits.set(line, now);
}
