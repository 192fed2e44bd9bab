/** The profile of a killed process is readable, and lacks only hits since the last flush. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { CHUNK, countingProgram, type MissingCounts, missingCountsOf } from '../support/counting-program.js';
import { type Measuring, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import { randomOf } from '../support/profiles.js';
import type { Project } from '../support/project.js';

const FLUSH = 100;
const KILLS = 50;
/** At the same time. */
const LANES = 6;

/** Moments are so many milliseconds after what is printed: before the first flush, around it, and long after. */
const SPANS = [
  { from: /counting/, length: 6 * FLUSH },
  { from: /beating/, length: 14 * FLUSH },
] as const;

describe('a process that is killed at any moment', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject(
    { 'package.json': '{}', 'src/counting.js': countingProgram(FLUSH) },
    { COVER_FLUSH: `${FLUSH}ms` },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  it('leaves a profile that lacks at most the hits since the last flush', async () => {
    const seeds = Array.from({ length: KILLS }, (_, seed) => seed);
    const lacks: MissingCounts[] = [];
    const runLane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) lacks.push(await kill(seed));
    };
    await Promise.all(Array.from({ length: LANES }, runLane));
    const early = lacks.filter(({ found }) => found === 0).length;
    const late = lacks.filter(({ least }) => least > 0).length;
    assert.ok(early > 0 && late > 0, `${early} moments were before the first flush, ${late} long after`);
  });

  async function kill(seed: number): Promise<MissingCounts> {
    const measured = measuring();
    const notes = `notes.${seed}`;
    const program = startNode(project, ['src/counting.js', notes], measured.env);
    const { from, length } = SPANS[seed % 2] ?? SPANS[0];
    await program.printed(from);
    const moment = randomOf(seed)(length);
    await delay(moment);
    program.signalGroup('SIGKILL');
    await program.ended;
    const lack = missingCountsOf(project, measured, 'src/counting.js', notes);
    const where = `seed ${seed}, ${moment} ms after ${from}: ${JSON.stringify(lack)}`;
    assert.ok(lack.found <= lack.noted + CHUNK, `more than ran: ${where}`);
    assert.ok(lack.found >= lack.least, `less than was flushed: ${where}`);
    return lack;
  }
});
