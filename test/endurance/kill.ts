/**
 * `npm run test:kill`: kills measured programs at random moments and measures what their profiles miss, in milliseconds of the
 * program's own progress. Fails if a kill loses more than one flush interval plus the delays that the machine had just then.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Measuring, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';

const KILLS = Number(process.argv[2] ?? 200);
const LANES = 3;
const FLUSH = 1_000;
/** Milliseconds of a program's life, from its first counted call on, in which it is killed. */
const [EARLIEST, LATEST] = [50, 3_500];
/** Milliseconds after which the program starts its thread, as it starts its agent. */
const START_DELAY = 200;
/** Milliseconds that a flush may take. */
const WRITE_TIME = 50;

const FILE = 'src/counting.js';

/**
 * Notes each call of `work` with the time, how long another thread takes to start when the agent does, and how late a timer of
 * that thread fires, which has the agent's low priority.
 */
const PROGRAM = `
  const { openSync, writeSync } = require('node:fs');
  const { Worker } = require('node:worker_threads');
  const notes = openSync(process.argv[2], 'a');
  const start = performance.now();
  const late = \`
    const { notes } = require('node:worker_threads').workerData;
    require('node:os').setPriority(0, 7);
    let due = performance.now() + 20;
    setInterval(() => {
      require('node:fs').writeSync(notes, 'late ' + Math.max(0, performance.now() - due) + '\\\\n');
      due = performance.now() + 20;
    }, 20);\`;
  let calls = 0;
  function work() { writeSync(notes, 'call ' + ++calls + ' ' + (performance.now() - start) + '\\n'); }
  work();
  setInterval(work, 2);
  setTimeout(startThread, ${START_DELAY});
  function startThread() {
    const begin = performance.now();
    const noteStart = () => writeSync(notes, 'thread ' + (performance.now() - begin) + '\\n');
    new Worker(late, { eval: true, workerData: { notes } }).once('online', noteStart);
  }
  console.log('counting');`;

interface Kill {
  /** Milliseconds between the first call and the kill. */
  readonly age: number;
  /** Milliseconds before the kill whose calls are not in the profile. */
  readonly loss: number;
  readonly bound: number;
}

async function main(): Promise<void> {
  const project = makeProject({ 'package.json': '{}', [FILE]: PROGRAM });
  try {
    const measuring = await prepareMeasuring(project, { COVER_FLUSH: `${FLUSH}ms` });
    const numbers = Array.from({ length: KILLS }, (_, number) => number);
    const kills: Kill[] = [];
    const runLane = async () => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift())
        kills.push(await killOnce(project, measuring(), `notes.${number}`));
    };
    await Promise.all(Array.from({ length: LANES }, runLane));
    printTable(kills);
    const broken = kills.filter(({ loss, bound }) => loss > bound);
    for (const { age, loss, bound } of broken)
      console.log(
        `A kill after ${age.toFixed()} ms lost ${loss.toFixed()} ms; the bound is ${bound.toFixed()} ms.`,
      );
    process.exitCode = broken.length > 0 ? 1 : 0;
  } finally {
    killLeftPrograms();
    project.remove();
  }
}

async function killOnce(project: Project, measured: Measuring, notes: string): Promise<Kill> {
  const program = startNode(project, [FILE, notes], measured.env);
  await program.printed(/counting/);
  await delay(EARLIEST + Math.random() * (LATEST - EARLIEST));
  program.signalGroup('SIGKILL');
  await program.ended;
  const lines = existsSync(project.path(notes)) ? readFileSync(project.path(notes), 'utf8').split('\n') : [];
  const times = lines.filter((line) => line.startsWith('call ')).map((line) => Number(line.split(' ')[2]));
  const lates = lines.filter((line) => line.startsWith('late ')).map((line) => Number(line.split(' ')[1]));
  // A thread that had not started yet when the program was killed has taken at least the rest of its life.
  const [starting = Number.POSITIVE_INFINITY] = lines
    .filter((line) => line.startsWith('thread '))
    .map((line) => Number(line.split(' ')[1]));
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const { [FILE]: covered } = measured.coverage();
  const found = covered ? (functionsOf(covered).work ?? 0) : 0;
  if (found > times.length + 1)
    throw new Error(`${found} calls were counted, and only ${times.length} noted`);
  const age = times.at(-1) ?? 0;
  const loss = age - (times[found - 1] ?? 0);
  // The agent loads more code than an empty thread.
  const threadStart = 2 * Math.min(starting, Math.max(0, age - START_DELAY));
  const delays = threadStart + Math.max(0, ...gaps) + 2 * Math.max(0, ...lates);
  return { age, loss, bound: FLUSH + WRITE_TIME + delays };
}

/** Prints the greatest loss beside its bound, for kills at similar ages. */
function printTable(kills: readonly Kill[]): void {
  console.log('age of the program   kills   median loss   greatest loss   bound then');
  const step = 500;
  for (let from = 0; from < LATEST + step; from += step) {
    const group = kills.filter(({ age }) => age >= from && age < from + step).sort((a, b) => a.loss - b.loss);
    const greatest = group.at(-1);
    if (!greatest) continue;
    const cells = [
      `${from} to ${from + step} ms`.padEnd(18),
      String(group.length).padStart(8),
      `${(group[group.length >> 1]?.loss ?? 0).toFixed()} ms`.padStart(14),
      `${greatest.loss.toFixed()} ms`.padStart(16),
      `${greatest.bound.toFixed()} ms`.padStart(13),
    ];
    console.log(cells.join(''));
  }
}

await main();
