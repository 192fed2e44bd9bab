/**
 * Segments. A segment is a set of points in the code that are reached equally often, so one probe counts all of them.
 * Nothing can throw, suspend, loop or jump between two points of a segment. So the shared count is exact without any
 * assumption.
 */
import type { Count } from '../../../profile/model/file-meta.js';

export interface Segment {
  /** Index of the source that uses this count; a segment that no source uses needs no probe. */
  source: number | undefined;
  /** Index of its probe among the probes of the source, after probes are numbered. */
  probe: number | undefined;
  /** If its probe starts the body of a loop: the probe calls the runtime when these bits of its count are 0. */
  checkMask: number | undefined;
  /** The same points for another source of a bundle. */
  sharedSegment: Segment | undefined;
}

/** Returns a segment that no source has claimed. */
export function newSegment(): Segment {
  return { source: undefined, probe: undefined, checkMask: undefined, sharedSegment: undefined };
}

/** Segment of code that is never reached, such as code after a `return`. */
export const UNREACHABLE: Segment = Object.freeze(newSegment());

/** Returns the segment whose count a source uses, after marking that it needs a probe. */
export function claimSegment(source: number, segment: Segment): Segment {
  if (segment === UNREACHABLE) return segment;
  segment.source ??= source;
  if (segment.source === source) return segment;
  segment.sharedSegment ??= newSegment();
  return claimSegment(source, segment.sharedSegment);
}

/** Returns the probes whose sum is the count of a segment: one, or none where the count is always 0. */
export function segmentCount({ probe }: Segment): Count {
  return probe === undefined ? [] : [probe];
}
