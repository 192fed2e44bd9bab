/** Instruments source text: adds counters to it and describes what they count. */
import type { EngineName } from '../settings/index.js';
import type { EngineOptions, Instrument } from './instrument.js';
import { createNycInstrument } from './nyc.js';
import { createProbeInstrument } from './probe/index.js';

/** Every engine, by its value of `COVER_ENGINE`. */
const ENGINES: Readonly<Record<EngineName, (options: EngineOptions) => Instrument>> = {
  probe: createProbeInstrument,
  nyc: createNycInstrument,
};

/** Returns the instrumenting function of an engine. */
export function createInstrument(engine: EngineName, options: EngineOptions): Instrument {
  return ENGINES[engine](options);
}

export type { EngineOptions, Instrument, Instrumented } from './instrument.js';
