/**
 * Profiles that could not be written. They become one profile as far as possible, so that repeated resets take no more memory. A
 * profile that a client has received keeps its name, because the client adds files with other names.
 */
import { countersNameOf } from '../../profile/format/counters-file.js';
import { sumByMeta } from '../../profile/model/add-counters.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';

/** `served`: clients have received it; `collected`: a client has stored it. */
export type KeptState = 'unserved' | 'served' | 'collected';

export interface KeptProfile {
  readonly directory: string;
  profile: CountersProfile;
  state: KeptState;
}

export interface KeptProfiles {
  add(directory: string, profile: CountersProfile, state: KeptState): void;
  /** Removes all and returns them. */
  take(): readonly KeptProfile[];
  /** Removes those of a directory. */
  remove(directory: string): void;
  isEmpty(): boolean;
  /** Returns those of a directory that no client has stored, to send them to one. */
  serve(directory: string): readonly CountersProfile[];
  /** Notes that a client has stored a profile. @returns the profile; `undefined` if it is not kept */
  markCollected(directory: string, file: CollectedFile): CountersProfile | undefined;
}

/** Maximum number of profiles that clients have received and not acknowledged. */
const MAX_SERVED = 16;

/** @param hasFile returns whether a profile replaces a file, so that it cannot become part of another profile */
export function createKeptProfiles(
  hasFile: (directory: string, profile: CountersProfile) => boolean,
): KeptProfiles {
  let kept: KeptProfile[] = [];
  const add = (one: KeptProfile) => {
    const { directory, profile, state } = one;
    const earlier = kept.find((other) => other.directory === directory && other.state === state);
    if (earlier && state !== 'served' && !hasFile(directory, profile))
      earlier.profile = addProfiles(earlier.profile, profile);
    else kept.push(one);
  };
  /** Adds up two profiles that clients have received. The second stays without counters, and so replaces what they have stored. */
  const shrinkServed = (directory: string) => {
    const served = kept.filter(
      (one) => one.directory === directory && one.state === 'served' && one.profile.files.length > 0,
    );
    if (served.length <= MAX_SERVED) return;
    const [first, ...others] = served;
    const second = others.find(({ profile }) => !hasFile(directory, profile));
    if (!first || !second) return;
    first.profile = addProfiles(first.profile, second.profile);
    second.profile = { ...second.profile, end: afterTime(second.profile.end), files: [] };
  };
  return {
    add: (directory, profile, state) => add({ directory, profile, state }),
    take() {
      const taken = kept;
      kept = [];
      return taken;
    },
    remove(directory) {
      kept = kept.filter((one) => one.directory !== directory);
    },
    isEmpty: () => kept.length === 0,
    serve(directory) {
      shrinkServed(directory);
      const served = kept.filter((one) => one.directory === directory && one.state !== 'collected');
      for (const one of served) one.state = 'served';
      return served.map(({ profile }) => profile);
    },
    markCollected(directory, { name, end }) {
      const one = kept.find(
        ({ directory: its, profile, state }) =>
          its === directory && state === 'served' && profile.end === end && countersNameOf(profile) === name,
      );
      if (!one) return undefined;
      const { profile } = one;
      kept = kept.filter((other) => other !== one);
      add({ directory, profile, state: 'collected' });
      return profile;
    },
  };
}

/** Adds a later profile of the same process to an earlier one, whose name the sum gets. */
function addProfiles(earlier: CountersProfile, later: CountersProfile): CountersProfile {
  const files = [...sumByMeta([earlier, later])].map(([meta, counters]) => ({ meta, counters }));
  const end = later.end > earlier.end ? later.end : afterTime(earlier.end);
  return { ...earlier, end, files };
}

function afterTime(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString();
}
