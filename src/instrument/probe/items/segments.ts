/**
 * Segments: points of the code that are reached equally often, so that one probe counts them all. Between two points
 * of a segment nothing can throw, suspend, loop or jump. So the sharing is exact, and needs no assumption.
 */
import type { Count } from '../../../profile/model/file-meta.js';

export interface Segment {
  /** The index of the source that reads counts off it; if none does, it needs no probe. */
  source: number | undefined;
  /** The index of its probe among those of the source, once probes are numbered. */
  probe: number | undefined;
  /** Whether it begins the body of a loop. */
  isLoop: boolean;
  /** The same points, as another source of a bundle reads them. */
  shared: Segment | undefined;
}

export function newSegment(): Segment {
  return { source: undefined, probe: undefined, isLoop: false, shared: undefined };
}

/** What nothing reaches: code behind a `return`. */
export const UNREACHABLE: Segment = Object.freeze(newSegment());

/** The segment as one source reads it, from now on with a probe. */
export function claimSegment(source: number, segment: Segment): Segment {
  if (segment === UNREACHABLE) return segment;
  segment.source ??= source;
  if (segment.source === source) return segment;
  segment.shared ??= newSegment();
  return claimSegment(source, segment.shared);
}

export function segmentCount({ probe }: Segment): Count {
  return probe === undefined ? [] : [probe];
}
