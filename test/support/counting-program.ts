/**
 * Programs that run counted code continuously and write their progress to a file at once. A second thread writes beats
 * to the same file at the interval of profile flushes. So the counts missing from a profile are measured by the
 * program's own clock, which slows down with the machine.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Profile } from './measured-programs.js';
import { functionsOf, type Project } from './project.js';

/** Number of calls of `work` between two notes of the program. */
export const CHUNK = 100;

/** Number of last beats whose notes may be missing from the profile: one flush may be lost and two may be late. */
const BEATS = 4;

const BEAT = 'beat';

/**
 * Returns a CommonJS program whose argument is the path of the file for notes. It prints `counting` when it starts and
 * `beating` when it has an agent. It runs until it is stopped.
 *
 * @param flush interval of flushes in milliseconds, the value of COVER_FLUSH
 * @param ending code that runs after each chunk of calls and can use the number of `beats`
 */
export function countingProgram(flush: number, ending = ''): string {
  return `
    const { openSync, writeSync } = require('node:fs');
    const { Worker } = require('node:worker_threads');
    const notes = openSync(process.argv[2], 'a');
    const beats = new Int32Array(new SharedArrayBuffer(4));
    const beating = \`
      const { notes, beats, flush } = require('node:worker_threads').workerData;
      setInterval(() => {
        require('node:fs').writeSync(notes, '${BEAT}\\\\n');
        Atomics.add(beats, 0, 1);
      }, flush);\`;
    const workerData = { notes, beats, flush: ${flush} };
    setTimeout(beat, ${flush});
    async function beat() {
      await (await import('covermain')).dump();
      console.log('beating');
      new Worker(beating, { eval: true, workerData });
    }
    let calls = 0;
    function work() { calls++; }
    function chunk() {
      for (let times = 0; times < ${CHUNK}; times++) work();
      writeSync(notes, calls + '\\n');
      end(Atomics.load(beats, 0));
    }
    function end(beats) { ${ending} }
    setInterval(chunk, 1);
    console.log('counting');`;
}

export interface MissingCounts {
  /** Minimum number of calls of `work` in the profile. */
  readonly least: number;
  /** Number of calls that the program has noted; it may have made up to `CHUNK` more. */
  readonly noted: number;
  /** Number of calls in the profile; 0 if there is no profile. */
  readonly found: number;
}

/** Compares the profile of a stopped program with its notes. @param file relative path of the program */
export function missingCountsOf(
  project: Project,
  { coverage }: Profile,
  file: string,
  notes: string,
): MissingCounts {
  const path = project.path(notes);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const beats = lines.flatMap((line, index) => (line === BEAT ? [index] : []));
  const callsIn = (notedLines: readonly string[]) =>
    Math.max(0, ...notedLines.filter((line) => line !== BEAT).map((line) => Number(line)));
  const { [file]: fileCoverage } = coverage();
  return {
    least: callsIn(lines.slice(0, beats.at(-BEATS) ?? 0)),
    noted: callsIn(lines),
    found: fileCoverage ? (functionsOf(fileCoverage).work ?? 0) : 0,
  };
}
