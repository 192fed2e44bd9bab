/** Reads the command line: `npm run bench -- [--quick] [--rounds N] [--node PATH] [--json FILE] [scenario…]`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** @default every scenario */
  readonly scenarios: readonly string[];
  /** Whether to use fewer rounds and shorter loads, to check that the benchmark works. */
  readonly isQuick: boolean;
  /** @default the rounds of the scenario */
  readonly rounds: number | undefined;
  /** Absolute path of the Node binary for the measured processes. @default the binary of this process */
  readonly node: string;
  /** Path of the file that receives all samples. */
  readonly json: string | undefined;
}

/**
 * @param names names of all scenarios
 * @throws Error for an unknown scenario or an invalid number of rounds
 */
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
  if (unknown) throw new Error(`Unknown scenario "${unknown}": expected one of ${names.join(', ')}.`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`Invalid --rounds "${values.rounds}": expected a whole number above 0.`);
  }
  return {
    scenarios: positionals.length > 0 ? positionals : names,
    isQuick: values.quick,
    rounds,
    node: values.node === undefined ? process.execPath : resolve(values.node),
    json: values.json,
  };
}
