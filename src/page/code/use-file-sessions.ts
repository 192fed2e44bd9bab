/** Reads which sessions ran the lines of a file, when somebody wants to know. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileItems } from '../../view/file-items.js';
import { countSessionLines, type SessionHits } from '../../view/session-lines.js';
import type { DataSource } from '../data/data-source.js';
import { textOfFailure } from '../data/failure-text.js';

export type SessionsByLine = ReadonlyMap<number, readonly SessionHits[]>;

export interface FileSessionsOptions {
  readonly source: DataSource;
  readonly path: string;
  readonly items: FileItems | undefined;
  /** Names of all sessions. */
  readonly sessions: readonly string[];
  /** Whether the answer is shown. */
  readonly isWanted: boolean;
  /** Number of updates of the file's counts. */
  readonly updates: number;
}

/** Least time between two readings, in milliseconds. */
const PAUSE = 1000;

/** @returns `undefined` until they have been read, or a sentence if they cannot be read */
export function useFileSessions(options: FileSessionsOptions): SessionsByLine | string | undefined {
  const { source, path, items, sessions, isWanted, updates } = options;
  const [answer, setAnswer] = useState<SessionsByLine | string | undefined>();
  const lastRead = useRef(Number.NEGATIVE_INFINITY);
  const names = JSON.stringify(sessions);
  const readers = useRef({ isMounted: false, items });
  useEffect(() => {
    const { current } = readers;
    current.isMounted = true;
    return () => {
      current.isMounted = false;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: sessions and counts that change are the reason to read again
  useEffect(() => {
    readers.current.items = items;
    if (!isWanted || !items) return undefined;
    // An answer that arrives after the next update of counts is still of use.
    const show = (next: SessionsByLine | string) => {
      if (readers.current.isMounted && readers.current.items === items) setAnswer(next);
    };
    const read = async () => {
      lastRead.current = performance.now();
      try {
        show(countSessionLines(items, await source.readSessions(path)));
      } catch (error) {
        show(textOfFailure(error));
      }
    };
    const timer = setTimeout(read, Math.max(lastRead.current + PAUSE - performance.now(), 0));
    return () => clearTimeout(timer);
  }, [source, path, items, names, isWanted, updates]);
  return answer;
}
