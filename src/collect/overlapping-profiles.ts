/**
 * Leaves out profiles whose counts are in other profiles of the same process. The epochs of a process follow one another, so
 * a profile that overlaps them in time is a session: a second count of hits that the epochs contain, too.
 */
import { dirname } from 'node:path';
import { addToList } from '../platform/add-to-list.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { openCounters } from '../profile/format/counters-file.js';
import { sessionsOf } from '../profile/store/session-directories.js';
import type { InputFindings } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';
import type { Overlap } from './merged-profiles.js';
import type { LocatedProfileFiles } from './profile-files.js';

interface TimedProfile {
  readonly name: string;
  readonly container: FileContainer;
  readonly start: string;
  readonly end: string;
  /** Whether it certainly is a session. A copy in another directory does not show that. */
  readonly isSession: boolean;
}

export interface DistinctProfiles {
  readonly counters: LocatedProfileFiles['counters'];
  /** Pairs of profiles that partly overlap, both of which are in `counters`. */
  readonly overlaps: readonly Overlap[];
}

/** Returns the profiles to add up. The others are listed as repeated, and their names as parts of the sum. */
export function leaveOutSessions(
  counters: LocatedProfileFiles['counters'],
  { repeated, parts }: Pick<InputFindings, 'repeated' | 'parts'>,
): DistinctProfiles {
  const overlaps: Overlap[] = [];
  const left = new Map(counters);
  for (const group of groupByProcess(counters)) {
    const kept: TimedProfile[] = [];
    for (const profile of group.map(toTimedProfile).sort(compareProfiles)) {
      const overlapping = kept.filter((other) => overlap(profile, other));
      const isInside = overlapping.some((other) => contains(other, profile, kept));
      if (isInside) {
        left.delete(profile.name);
        parts.add(profile.name);
        repeated.push(profile.container.pathOf(profile.name));
        continue;
      }
      kept.push(profile);
      for (const other of overlapping) overlaps.push({ paths: [pathOf(other), pathOf(profile)], common: 1 });
    }
  }
  return { counters: left, overlaps };
}

type NamedContainer = readonly [name: string, container: FileContainer];

/** Returns the profiles of each process that has several. */
function groupByProcess(counters: LocatedProfileFiles['counters']): readonly (readonly NamedContainer[])[] {
  const groups = new Map<string, NamedContainer[]>();
  for (const entry of counters) {
    const [run, pid] = entry[0].slice(COUNTERS_PREFIX.length).split('.');
    if (pid !== '0') addToList(groups, `${run}.${pid}`, entry); // merged profiles have no process
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function toTimedProfile([name, container]: NamedContainer): TimedProfile {
  const directory = dirname(dirname(container.pathOf(name)));
  const isSession = directory === sessionsOf(dirname(directory));
  try {
    const { start, end } = openCounters(container.read(name), name).header;
    return { name, container, start, end, isSession };
  } catch {
    // The file is added on its own, which reports why it cannot be read.
    return { name, container, start: '', end: '', isSession };
  }
}

/** Sorts epochs before sessions, and the longer of two profiles with one start first. */
function compareProfiles(one: TimedProfile, other: TimedProfile): number {
  if (one.isSession !== other.isSession) return one.isSession ? 1 : -1;
  if (one.start !== other.start) return one.start < other.start ? -1 : 1;
  return one.end > other.end ? -1 : 1;
}

function overlap(one: TimedProfile, other: TimedProfile): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Whether the hits of a profile are in another one, or in the epochs that follow that one. */
function contains(other: TimedProfile, profile: TimedProfile, kept: readonly TimedProfile[]): boolean {
  if (profile.isSession && !other.isSession) return kept.some(({ start }) => start <= profile.start);
  return other.start <= profile.start && Date.parse(profile.end) <= Date.parse(other.end) + TOLERANCE;
}

/** Milliseconds. A process writes its epoch first and its sessions then, with the same counts. */
const TOLERANCE = 1_000;

function pathOf({ name, container }: TimedProfile): string {
  return container.pathOf(name);
}
