/** What a program counted, on the disk: as profile directories and as Istanbul's JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import { linkMeta, writeCounters, writeMeta } from '../../src/profile/store/write-profile.js';
import { addTo, type CountedProgram, countsOf, noSums, type Sums } from './program.js';

/** Where counts are, and what they add up to. */
export interface Written {
  /** What a command takes as its inputs: absolute paths. */
  readonly inputs: readonly string[];
  readonly sums: Sums;
}

/** One directory for all processes. */
export function writeDirectory(folder: string, program: CountedProgram, processes: number): Written {
  writeMetas(folder, program);
  const sums = eachProcess(program, processes, (profile) => writeCounters(folder, profile));
  return { inputs: [folder], sums };
}

/** A directory for each process, with all metas. */
export function writeDirectories(folder: string, program: CountedProgram, processes: number): Written {
  const metas = join(folder, 'metas');
  writeMetas(metas, program);
  const inputs: string[] = [];
  const sums = eachProcess(program, processes, (profile) => {
    const own = join(folder, `process-${profile.pid}`);
    mkdirSync(own);
    for (const hash of program.hashes) linkMeta(own, metas, hash);
    writeCounters(own, profile);
    inputs.push(own);
  });
  return { inputs, sums };
}

/** A folder such as `.nyc_output`, with a file for each process. @param root absolute path of the sources */
export function writeIstanbul(
  folder: string,
  program: CountedProgram,
  processes: number,
  root: string,
): Written {
  mkdirSync(folder, { recursive: true });
  const sums = eachProcess(program, processes, (profile) => {
    const counters = profile.files.map((file) => file.counters);
    writeFileSync(join(folder, `${profile.pid}.json`), JSON.stringify(istanbulOf(program, counters, root)));
  });
  return { inputs: [folder], sums };
}

export function writeSources(root: string, { modules }: CountedProgram): void {
  for (const { meta, source } of modules) {
    mkdirSync(dirname(join(root, meta.path)), { recursive: true });
    writeFileSync(join(root, meta.path), source);
  }
}

/** Istanbul's data of all modules. @param counters of each module */
export function istanbulOf(
  { modules }: CountedProgram,
  counters: readonly ArrayLike<number>[],
  root: string,
): Record<string, ReturnType<typeof toIstanbul>> {
  const files = modules.map(({ meta }, file) => toIstanbul(meta, counters[file] ?? [], root));
  return Object.fromEntries(files.map((file) => [file.path, file]));
}

function writeMetas(folder: string, { modules }: CountedProgram): void {
  mkdirSync(folder, { recursive: true });
  for (const { meta } of modules) writeMeta(folder, encodeMeta(meta));
}

function eachProcess(
  program: CountedProgram,
  processes: number,
  write: (profile: CountersProfile) => void,
): Sums {
  const sums = noSums(program);
  for (let process = 0; process < processes; process++) {
    const profile = countsOf(program, process);
    addTo(sums, profile);
    write(profile);
  }
  return sums;
}
