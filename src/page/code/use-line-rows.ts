/** Binds the virtual list of TanStack to Preact, for rows of one height. */
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

export interface LineRowsOptions {
  readonly count: number;
  /** Height of each row in pixels. */
  readonly rowHeight: number;
  /** Row that is always rendered, from 0, so that it can have the focus; `null` for none. */
  readonly pinned: number | null;
  /** Number of rows rendered before and after the visible ones. */
  readonly overscan?: number;
}

export interface LineRows {
  /** Ref of the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly VirtualItem[];
  /** Height of all rows in pixels. */
  readonly height: number;
  readonly scrollTo: (row: number, align: 'auto' | 'center' | 'start') => void;
}

export function useLineRows({ count, rowHeight, pinned, overscan = 8 }: LineRowsOptions): LineRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [, render] = useReducer<number, void>((renders) => renders + 1, 0);
  const options = {
    count,
    overscan,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => render(),
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const rows = defaultRangeExtractor(range);
      const isOutside = pinned !== null && pinned >= 0 && pinned < count && !rows.includes(pinned);
      return isOutside ? [...rows, pinned].sort((one, other) => one - other) : rows;
    },
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, Element>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    scroller,
    rows: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollTo: (row, align) => virtualizer.scrollToIndex(row, { align }),
  };
}
