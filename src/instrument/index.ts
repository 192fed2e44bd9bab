/** Source text in, counting text and what it counts out. */
import type { EngineName } from '../settings/index.js';
import type { EngineOptions, Instrument } from './instrument.js';
import { createNycInstrument } from './nyc.js';
import { createProbeInstrument } from './probe/index.js';

/** Every engine by the name that `COVER_ENGINE` takes. */
const ENGINES: Readonly<Record<EngineName, (options: EngineOptions) => Instrument>> = {
  probe: createProbeInstrument,
  nyc: createNycInstrument,
};

export function createInstrument(engine: EngineName, options: EngineOptions): Instrument {
  return ENGINES[engine](options);
}

export type { EngineOptions, Instrument, Instrumented } from './instrument.js';
