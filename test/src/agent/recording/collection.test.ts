/** Tests that collections count each hit once, in any order of requests, losses, resets and restarts. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeArchive } from '../../../../src/profile/format/archive.js';
import type { CollectedFile } from '../../../../src/profile/model/collected-file.js';
import { storeArchive } from '../../../../src/profile/store/store-archive.js';
import { type Random, randomOf } from '../../../support/profiles.js';
import {
  post,
  SimulatedCollector,
  SimulatedContainer,
  type SimulatedProcess,
  sumIn,
} from '../../../support/simulated-container.js';

const SEEDS = Array.from(
  { length: Number(process.env.SEEDS ?? 15) },
  (_, index) => index + Number(process.env.SEED ?? 1),
);

describe('collections in random order', () => {
  for (const seed of SEEDS) {
    it(`count each hit once, with processes that start and end (seed ${seed})`, () => simulate(seed, {}));
    it(`count each hit once if the profile directory is removed and unwritable in between (seed ${seed})`, () =>
      simulate(seed, { isRemoved: true }));
  }
});

interface Conditions {
  /** Whether the profile directory is removed now and then, in a container with one process. */
  readonly isRemoved?: boolean;
}

async function simulate(seed: number, { isRemoved = false }: Conditions): Promise<void> {
  const random = randomOf(seed);
  const container = new SimulatedContainer({ host: 'pod-1', pod: 'pod-1' });
  const collectors = Array.from({ length: 1 + random(2) }, () => new SimulatedCollector());
  const truth = [0, 0, 0];
  const anyProcess = (): SimulatedProcess => pick(random, container.processes) ?? container.start();
  container.start().recorder.flush(); // an agent flushes when it starts
  const count = () => {
    const { counters } = anyProcess();
    const index = random(3);
    const hits = random(5);
    counters[index] = Number(counters[index]) + hits;
    truth[index] = Number(truth[index]) + hits;
  };
  const collect = () => pick(random, collectors)?.collect(anyProcess(), random(5) === 0);
  const acknowledge = async () => {
    const collector = pick(random, collectors);
    const files: readonly CollectedFile[] = pick(random, collector?.stored ?? []) ?? [];
    const [first] = files;
    // Also a part of the files, as of a client that could not store all of them.
    await collector?.acknowledge(anyProcess(), random(4) === 0 && first ? [first] : files);
  };
  const unblock = () => {
    if (statSync(container.directory, { throwIfNoEntry: false })?.isFile()) rmSync(container.directory);
  };
  const removeDirectory = () => {
    rmSync(container.directory, { recursive: true, force: true });
    const next = random(4);
    if (next < 2) container.processes[0]?.recorder.flush();
    // No directory can be created where a file is.
    if (next === 2) writeFileSync(container.directory, '');
  };
  const actions: (() => unknown)[] = [
    count,
    count,
    count,
    collect,
    collect,
    acknowledge,
    acknowledge,
    () => anyProcess().recorder.flush(),
    () => post(anyProcess(), '/v1/cover/reset'),
    () => anyProcess().recorder.reset(),
    () => post(anyProcess(), '/v1/cover/profile'),
    ...(isRemoved
      ? [removeDirectory, unblock]
      : [
          () => container.start(),
          () => container.processes.length > 1 && container.end(anyProcess()),
          () => random(3) === 0 && container.restart(),
        ]),
  ];
  try {
    for (let step = 0; step < 60; step++) {
      // Several at the same time: requests to all processes take several turns of the event loop.
      const together = Array.from({ length: 1 + random(3) }, async () => {
        for (let turns = random(4); turns > 0; turns--) await new Promise(setImmediate);
        await pick(random, actions)?.();
      });
      await Promise.all(together);
    }
    unblock();
    for (const { recorder } of container.processes) recorder.flush();
    assert.deepEqual(sumIn(container.directory), truth, 'the sum of the profile directory');
    for (const collector of collectors) await collector.collect(anyProcess());
    const [first, ...others] = collectors.map(({ directory }) => directory);
    for (const other of others) storeDirectory(String(first), other);
    assert.deepEqual(sumIn(String(first)), truth, 'the sum of the collected profiles');
    // A reset cannot be noted in a directory that was removed.
    if (!isRemoved) assert.deepEqual(container.failures, []);
  } finally {
    container.remove();
    for (const collector of collectors) collector.remove();
  }
}

function pick<Value>(random: Random, values: readonly Value[]): Value | undefined {
  return values[random(values.length)];
}

/** Stores the files of one directory in another. */
function storeDirectory(target: string, source: string): void {
  const names = readdirSync(source).filter((name) => /^cov(?:meta|counters)\./.test(name));
  const files = new Map(names.map((name) => [name, readFileSync(join(source, name))]));
  storeArchive(target, encodeArchive(files), source);
}
