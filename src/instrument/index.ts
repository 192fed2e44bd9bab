/** Source text in, counting text and its maps out. */
import type { InstrumentOptions } from '../run-context.js';
import type { EngineName } from '../settings/index.js';
import type { Instrument } from './instrument.js';
import { createNycInstrument } from './nyc.js';

/** Every engine by the name that `COVER_ENGINE` takes. */
const ENGINES: Readonly<Record<EngineName, (options: InstrumentOptions) => Instrument>> = {
  nyc: createNycInstrument,
};

export function createInstrument(engine: EngineName, options: InstrumentOptions): Instrument {
  return ENGINES[engine](options);
}

export type { Instrument, Instrumented, SourceMap } from './instrument.js';
