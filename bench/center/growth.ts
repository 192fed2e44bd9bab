/**
 * `npm run growth`: how a center grows. It encodes profiles of a generated program as agents do, and measures how long merging a
 * sample takes. All numbers of many pods follow from these.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import { countsOf, makeProgram } from '../profiles/program.js';
import { writeDirectory } from '../profiles/write.js';
import { inRepository } from '../project.js';
import { cleanEnvironment } from '../variants.js';

const PODS = 10_000;
const SECONDS_OF_DAY = 86_400;

/** 200 files of 500 counters. */
const program = makeProgram(200, 62);

/** Numbers of profiles that are merged. Their difference shows the time of one, without the start of the command. */
const SAMPLES = [100, 300] as const;

const busy = countsOf(program, 0);
/** Half of the code never ran, as in most services. */
const usual: CountersProfile = {
  ...busy,
  files: busy.files.map(({ meta, counters }) => ({
    meta,
    counters: Uint32Array.from(counters, (count, index) => (index % 2 === 0 ? 0 : count)),
  })),
};
const counters = usual.files.reduce((sum, file) => sum + file.counters.length, 0);
const push = archiveOf(usual, []);
const metas = program.modules.map(({ meta }) => encodeMeta(meta));
const first = archiveOf(usual, metas);
const sizeOfMetas = metas.reduce((sum, bytes) => sum + bytes.length, 0);

const directory = mkdtempSync(join(tmpdir(), 'covermain-growth-'));
try {
  const [few, many] = SAMPLES.map(timeMerge) as [number, number];
  const perProfile = (many - few) / (SAMPLES[1] - SAMPLES[0]);
  const merge = few + perProfile * (PODS - SAMPLES[0]);
  printRows([
    ['pods', PODS.toLocaleString('en')],
    ['counters of each pod', counters.toLocaleString('en')],
    ['a push', formatSize(push.length)],
    ['a push in which every counter was hit', formatSize(archiveOf(busy, []).length)],
    ['all metas, which each pod sends once', formatSize(sizeOfMetas)],
    ['the first push of a pod, with metas', formatSize(first.length)],
    ['metas in the directory, for all pods of one build', formatSize(sizeOfMetas)],
    ['received, if each pod pushes once, at its exit', formatSize(PODS * first.length)],
    ['written to the directory for these', formatSize(PODS * push.length + sizeOfMetas)],
    [
      'directory after 30 days with one restart of each pod a day',
      formatSize(30 * (PODS * push.length + sizeOfMetas)),
    ],
    [
      'received a day, if each pod pushes every minute',
      formatSize((PODS * push.length * SECONDS_OF_DAY) / 60),
    ],
    ['received a second by that', formatSize((PODS * push.length) / 60)],
    ['directory after a day of that, without restarts', formatSize(PODS * push.length + sizeOfMetas)],
    [`\`covermain merge\` of ${SAMPLES[1]} profiles, measured`, formatTime(many)],
    [`\`covermain merge\` of ${PODS.toLocaleString('en')} profiles, extrapolated`, formatTime(merge)],
  ]);
} finally {
  rmSync(directory, { recursive: true });
}

function archiveOf(profile: CountersProfile, encoded: readonly Buffer[]): Buffer {
  const files = encoded.map((bytes) => [metaNameOf(hashOf(bytes)), bytes] as const);
  return encodeArchive(new Map([...files, [countersNameOf(profile), encodeCounters(profile)]]));
}

/** @returns milliseconds from the start of the command to its end */
function timeMerge(profiles: number): number {
  const { inputs } = writeDirectory(join(directory, `sample-${profiles}`), program, profiles);
  const args = [
    inRepository('bin/covermain.js'),
    'merge',
    '-o',
    join(directory, `merged-${profiles}`),
    ...inputs,
  ];
  const start = performance.now();
  execFileSync(process.execPath, args, { env: cleanEnvironment(), stdio: 'ignore' });
  return performance.now() - start;
}

function formatSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.floor(Math.log10(bytes) / 3);
  return `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`;
}

function formatTime(milliseconds: number): string {
  return `${(milliseconds / 1000).toPrecision(2)} s`;
}

function printRows(rows: readonly (readonly [string, string])[]): void {
  for (const [name, value] of [['', 'value'], ['---', '--:'], ...rows]) console.log(`| ${name} | ${value} |`);
}
