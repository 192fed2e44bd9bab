/** `COVER_ENGINE`: the engine that puts counters into code, and the capabilities of each engine. */
import { SettingError } from '../platform/errors.js';
import { readChoice } from './choice.js';
import type { Environment } from './environment.js';

export const ENGINE_VARIABLE = 'COVER_ENGINE';
export const ENGINES = ['probe', 'nyc'] as const;
export type EngineName = (typeof ENGINES)[number];
export const DEFAULT_ENGINE: EngineName = 'probe';

/** Capabilities of an engine. They decide how a run is controlled, collected and reported. No code compares engine names. */
export interface EngineCapabilities {
  /**
   * Whether the agent can read counters while the program runs, because they are in shared memory, where they also outlive
   * their thread. Other counters are objects on the heap of each thread, and are lost with the thread.
   */
  readonly hasLiveCounters: boolean;
  /** Whether each process writes its profile itself. Otherwise nyc, around the program, collects the counts. */
  readonly writesProfiles: boolean;
  /** Whether compiled code is counted on its original sources. Otherwise it is traced to them when it is reported. */
  readonly tracesOriginals: boolean;
}

const CAPABILITIES: Readonly<Record<EngineName, EngineCapabilities>> = {
  probe: { hasLiveCounters: true, writesProfiles: true, tracesOriginals: true },
  nyc: { hasLiveCounters: false, writesProfiles: false, tracesOriginals: false },
};

/** Returns the capabilities of an engine. */
export function capabilitiesOf(engine: EngineName): EngineCapabilities {
  return CAPABILITIES[engine];
}

/** Returns the first engine that has a capability, or that lacks it if `hasCapability` is false. */
export function findEngine(capability: keyof EngineCapabilities, hasCapability = true): EngineName {
  return ENGINES.find((name) => CAPABILITIES[name][capability] === hasCapability) ?? DEFAULT_ENGINE;
}

/**
 * Returns an error about an engine whose counts only nyc collects: nyc runs only around the windows of `covermain manual`.
 *
 * @param where for the message, such as "under `covermain run`"
 */
export function refuseEngine(engine: EngineName, where: string): SettingError | undefined {
  if (capabilitiesOf(engine).writesProfiles) return undefined;
  const capable = findEngine('writesProfiles');
  return new SettingError({
    name: ENGINE_VARIABLE,
    given: engine,
    example: capable,
    accepted: `${capable} ${where}, because nyc collects the counts of ${engine} only under \`covermain manual\``,
  });
}

/** @default 'probe' */
export function engineOf(environment: Environment): EngineName {
  return readChoice(environment, {
    variable: ENGINE_VARIABLE,
    values: ENGINES,
    unset: DEFAULT_ENGINE,
    example: DEFAULT_ENGINE,
  });
}
