/** Kills processes at random times: the profile is readable, has no extra hits, and misses only hits after the last flush. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CHUNK,
  countingProgram,
  type MissingCounts,
  missingCountsOf,
} from '../../support/counting-program.js';
import { type Measuring, startNode } from '../../support/measured-programs.js';
import { useMeasuredProject } from '../../support/measured-project.js';
import { randomOf } from '../../support/profiles.js';
import type { Project } from '../../support/project.js';

const FLUSH = 100;
const KILLS = 50;
/** Number of processes that run at the same time. */
const LANES = 6;

/**
 * Ranges of the delay between a line of output and the kill, in milliseconds. They cover times before, around and long
 * after the first flush.
 */
const KILL_DELAYS = [
  { from: /counting/, length: 6 * FLUSH },
  { from: /beating/, length: 14 * FLUSH },
] as const;

describe('the profile of a process that is killed at any time', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject(
    { 'package.json': '{}', 'src/counting.js': countingProgram(FLUSH) },
    { COVER_FLUSH: `${FLUSH}ms` },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  it('has every flushed hit and no extra one', async () => {
    const seeds = Array.from({ length: KILLS }, (_, seed) => seed);
    const results: MissingCounts[] = [];
    const runLane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) results.push(await kill(seed));
    };
    await Promise.all(Array.from({ length: LANES }, runLane));
    const beforeFlush = results.filter(({ found }) => found === 0).length;
    const afterFlush = results.filter(({ least }) => least > 0).length;
    assert.ok(
      beforeFlush > 0 && afterFlush > 0,
      `${beforeFlush} kills were before the first flush, ${afterFlush} long after`,
    );
  });

  async function kill(seed: number): Promise<MissingCounts> {
    const measured = measuring();
    const notes = `notes.${seed}`;
    const program = startNode(project, ['src/counting.js', notes], measured.env);
    const { from, length } = KILL_DELAYS[seed % 2] ?? KILL_DELAYS[0];
    await program.printed(from);
    const killDelay = randomOf(seed)(length);
    await delay(killDelay);
    program.signalGroup('SIGKILL');
    await program.ended;
    const missing = missingCountsOf(project, measured, 'src/counting.js', notes);
    const details = `seed ${seed}, ${killDelay} ms after ${from}: ${JSON.stringify(missing)}`;
    assert.ok(missing.found <= missing.noted + CHUNK, `more than ran: ${details}`);
    assert.ok(missing.found >= missing.least, `less than was flushed: ${details}`);
    return missing;
  }
});
