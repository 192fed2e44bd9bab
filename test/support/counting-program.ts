/**
 * Programs that count all the time and note how far they are, in a file, at once. A thread of their own notes beats
 * between, as often as the profile is flushed: so what a profile lacks is measured by the program's own clock, which is
 * as slow as the machine is.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Profile } from './measured-programs.js';
import { functionsOf, type Project } from './project.js';

/** Calls of `work` between two notes. */
export const CHUNK = 100;

/** What was noted before so many of the last beats has to be in the profile: one may lack, and two may be late. */
const BEATS = 4;

const BEAT = 'beat';

/**
 * CommonJS, to be started with the path of the file of notes behind its own. It prints `counting` as it begins, and
 * `beating` once it has an agent; it goes on until it is ended.
 *
 * @param flush milliseconds, as COVER_FLUSH
 * @param ending what is run now and then, with the number of `beats` that were noted
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
  /** Calls of `work` that have to be in the profile. */
  readonly least: number;
  /** Those that the program has noted; it may have made up to `CHUNK` more. */
  readonly noted: number;
  /** Those in the profile; 0 where there is none. */
  readonly found: number;
}

/** What is in the profile of a counting program that has ended, and has to be. @param file of the program, relative */
export function missingCountsOf(
  project: Project,
  { coverage }: Profile,
  file: string,
  notes: string,
): MissingCounts {
  const path = project.path(notes);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const beats = lines.flatMap((line, index) => (line === BEAT ? [index] : []));
  const callsIn = (some: readonly string[]) =>
    Math.max(0, ...some.filter((line) => line !== BEAT).map((line) => Number(line)));
  const { [file]: found } = coverage();
  return {
    least: callsIn(lines.slice(0, beats.at(-BEATS) ?? 0)),
    noted: callsIn(lines),
    found: found ? (functionsOf(found).work ?? 0) : 0,
  };
}
