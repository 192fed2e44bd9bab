/** Renders only the visible rows of a long list, with @tanstack/virtual-core. */
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';

/** Height of the rows of lists in pixels, as in the styles. */
export const LIST_ROW_HEIGHT = 26;

export interface VirtualRowsOptions {
  readonly count: number;
  /** Height of a row in pixels. */
  readonly height: number;
  readonly scrollRef: RefObject<HTMLElement | null>;
  /** Index of a row that is rendered even if it is not visible, because it has the focus; -1 for none. */
  readonly kept: number;
}

/** Returns the virtualizer of a list. The component is rendered again when other rows become visible. */
export function useVirtualRows({
  count,
  height,
  scrollRef,
  kept,
}: VirtualRowsOptions): Virtualizer<HTMLElement, Element> {
  const [, update] = useReducer((version: number, _: null) => version + 1, 0);
  const options = {
    count,
    estimateSize: () => height,
    getScrollElement: () => scrollRef.current,
    overscan: 8,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => update(null),
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const indices = defaultRangeExtractor(range);
      if (kept < 0 || kept >= count || indices.includes(kept)) return indices;
      return [...indices, kept].sort((one, other) => one - other);
    },
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, Element>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
