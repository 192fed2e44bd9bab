/** The command line: `npm run bench -- [--quick] [--rounds N] [--node PATH] [--json FILE] [scenario…]`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** @default every scenario */
  readonly scenarios: readonly string[];
  /** Fewer rounds and shorter loads: whether it works, not how fast it is. */
  readonly isQuick: boolean;
  /** @default what the scenario says */
  readonly rounds: number | undefined;
  /** Absolute path of the binary that runs the measured processes. @default this process's */
  readonly node: string;
  /** Where all samples are written. */
  readonly json: string | undefined;
}

/** @param names of the scenarios there are */
export function readOptions(args: readonly string[], names: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      node: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown) throw new Error(`there is no scenario ${unknown}: they are ${names.join(', ')}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds is ${values.rounds}, not a whole number above 0`);
  }
  return {
    scenarios: positionals.length > 0 ? positionals : names,
    isQuick: values.quick,
    rounds,
    node: values.node === undefined ? process.execPath : resolve(values.node),
    json: values.json,
  };
}
