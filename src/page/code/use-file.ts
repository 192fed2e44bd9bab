/** Follows a file: its source and its counts. */
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { type CoverageView, formatView, parseView } from '../../view/coverage-view.js';
import type { FileMessage } from '../../view/messages.js';
import type { DataSource } from '../data/data-source.js';
import { createWorkQueue } from '../state/work-queue.js';
import { applyCounts, openFile, type ShownFile } from './open-file.js';

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

/** Starts again if the path changes: use the path as the key of the component. */
export function useFile(source: DataSource, view: CoverageView, path: string): FileState {
  const address = formatView(view);
  const followed = useMemo(() => parseView(address) ?? { kind: 'run' as const }, [address]);
  const [updates, render] = useReducer<number, void>((renders) => renders + 1, 0);
  const open = useRef<{ readonly file: ShownFile; readonly view: string } | null>(null);
  const reason = useRef<string | null>(null);
  useEffect(() => {
    const queue = createWorkQueue('urgent');
    function* apply(message: FileMessage): Generator<void, void> {
      if (message.type === 'source') {
        const file = yield* openFile(message.source, message.layers);
        open.current = { file, view: formatView(followed) };
        reason.current = null;
      } else if (message.type === 'no file') {
        [open.current, reason.current] = [null, message.reason];
      } else if (open.current?.view === formatView(followed)) {
        applyCounts(open.current.file, message.changes, performance.now());
      }
      render();
    }
    const stop = source.followFile({
      view: followed,
      path,
      onMessage: (message) => queue.add(apply(message)),
    });
    return () => {
      queue.clear();
      stop();
    };
  }, [source, followed, path]);
  if (reason.current !== null) return { kind: 'no file', reason: reason.current };
  if (!open.current) return { kind: 'loading' };
  return {
    kind: 'open',
    file: open.current.file,
    updates,
    isStale: open.current.view !== address,
  };
}
