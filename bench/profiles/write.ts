/** Writes the counts of a program as profile directories and as Istanbul's JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import { copyMetas } from '../../src/profile/store/copy-metas.js';
import { openMetaFiles } from '../../src/profile/store/meta-files.js';
import { writeCounters, writeMetas } from '../../src/profile/store/write-profile.js';
import { addTo, type CountedProgram, countsOf, noSums, type Sums } from './program.js';

/** Locations of written counts, and their sums. */
export interface Written {
  /** Absolute paths, to be passed to a command as inputs. */
  readonly inputs: readonly string[];
  readonly sums: Sums;
}

/** Writes one directory for all processes. */
export function writeDirectory(directory: string, program: CountedProgram, processes: number): Written {
  writeMetasOf(directory, program);
  const sums = eachProcess(program, processes, (profile) => writeCounters(directory, profile));
  return { inputs: [directory], sums };
}

/** Writes one directory per process, each with all metas. */
export function writeDirectories(directory: string, program: CountedProgram, processes: number): Written {
  const metas = join(directory, 'metas');
  writeMetasOf(metas, program);
  const inputs: string[] = [];
  const sums = eachProcess(program, processes, (profile) => {
    const own = join(directory, `process-${profile.pid}`);
    mkdirSync(own);
    copyMetas(openMetaFiles(metas), openMetaFiles(own), program.hashes);
    writeCounters(own, profile);
    inputs.push(own);
  });
  return { inputs, sums };
}

/** Writes a directory such as `.nyc_output`, with one file per process. @param root absolute path of the sources */
export function writeIstanbul(
  directory: string,
  program: CountedProgram,
  processes: number,
  root: string,
): Written {
  mkdirSync(directory, { recursive: true });
  const sums = eachProcess(program, processes, (profile) => {
    const counters = profile.files.map((file) => file.counters);
    writeFileSync(
      join(directory, `${profile.pid}.json`),
      JSON.stringify(istanbulOf(program, counters, root)),
    );
  });
  return { inputs: [directory], sums };
}

export function writeSources(root: string, { modules }: CountedProgram): void {
  for (const { meta, source } of modules) {
    mkdirSync(dirname(join(root, meta.path)), { recursive: true });
    writeFileSync(join(root, meta.path), source);
  }
}

/** Returns Istanbul's data of all modules. @param counters counters of each module */
export function istanbulOf(
  { modules }: CountedProgram,
  counters: readonly ArrayLike<number>[],
  root: string,
): Record<string, ReturnType<typeof toIstanbul>> {
  const files = modules.map(({ meta }, file) => toIstanbul(meta, counters[file] ?? [], root));
  return Object.fromEntries(files.map((file) => [file.path, file]));
}

function writeMetasOf(directory: string, { modules, hashes }: CountedProgram): void {
  mkdirSync(directory, { recursive: true });
  writeMetas(
    directory,
    modules.map(({ meta }, index) => ({ hash: hashes[index] ?? '', bytes: encodeMeta(meta) })),
  );
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
