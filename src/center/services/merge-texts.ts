/** Adds up what a center has and what services have answered, as one profile in Go's text format. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFilter, type Patterns } from '../../agent/http/filter.js';
import { findInDirectory, listNames } from '../../collect/inputs/input.js';
import { NO_PROGRESS } from '../../collect/progress.js';
import { readCoverage } from '../../collect/read-coverage.js';
import { createGoTextSum } from '../../interchange/merge-go-texts.js';
import { toGoText } from '../../interchange/to-go-text.js';
import { messageOf } from '../../platform/errors.js';
import { createPrivateFile, TEMPORARY_PREFIX } from '../../platform/private-files.js';
import { readDataText } from '../../platform/read-text-file.js';
import { ARCHIVE_MAGIC } from '../../profile/format/constants.js';
import { textDirectoryOf } from '../store/text-directory.js';

export interface MergeJob extends Patterns {
  /** Absolute path of the profile directory whose profiles are added; `null` to add none. */
  readonly directory: string | null;
  /** Absolute path that the paths of files are relative to. */
  readonly root: string;
  readonly answers: readonly ServiceAnswer[];
  /** Whether to continue without what cannot be added. */
  readonly isForced: boolean;
}

/** Body of a service's response: an archive, or text. */
export interface ServiceAnswer {
  readonly address: string;
  readonly bytes: Uint8Array;
}

export interface MergedText {
  /** `null` if there is no profile. */
  readonly text: string | null;
  /** What is left out, or was repeated. */
  readonly warnings: readonly string[];
}

/** @throws CovermainError, Error with a reason */
export async function mergeTexts(job: MergeJob): Promise<MergedText> {
  const { directory, answers, isForced } = job;
  const isSelected = compileFilter(job);
  const warnings: string[] = [];
  const archives = answers.filter(({ bytes }) => isArchive(bytes));
  const counted = await toText(archives, job, warnings);
  const texts = [
    ...(counted === undefined ? [] : [['the profiles', () => counted] as const]),
    ...(directory === null ? [] : pushedTexts(directory)),
    ...answers
      .filter(({ bytes }) => !isArchive(bytes))
      .map(({ address, bytes }) => [address, () => decodeText(bytes)] as const),
  ];
  const sum = createGoTextSum();
  for (const [name, read] of texts) {
    try {
      if (!isForced) sum.add(name, read());
      else for (const path of sum.addEqual(name, read())) warnings.push(`${path} of ${name} is left out`);
    } catch (error) {
      if (!isForced) throw error;
      warnings.push(messageOf(error));
    }
  }
  return { text: texts.length > 0 ? sum.toText(isSelected) : null, warnings };
}

/** Adds the profile directory and archives up: files of the same name, of one process in one epoch, are counted once. */
async function toText(
  archives: readonly ServiceAnswer[],
  { directory, root, isForced }: MergeJob,
  warnings: string[],
): Promise<string | undefined> {
  const hasProfiles = directory !== null && findInDirectory(directory)?.kind === 'profile';
  if (!hasProfiles && archives.length === 0) return undefined;
  const temporary = mkdtempSync(join(tmpdir(), `${TEMPORARY_PREFIX}covermain-`));
  try {
    const paths = archives.map(({ bytes }, index) => {
      const path = join(temporary, `${index}.covfiles`);
      createPrivateFile(path, bytes);
      return path;
    });
    const { map, root: placed } = await readCoverage({
      inputs: [...(hasProfiles ? [directory] : []), ...paths],
      cwd: root,
      root,
      projectRoot: root,
      force: isForced,
      environment: {},
      progress: NO_PROGRESS,
      logLine: (line) => warnings.push(line),
    });
    return toGoText(map, placed);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function pushedTexts(directory: string): readonly (readonly [string, () => string])[] {
  const texts = textDirectoryOf(directory);
  return listNames(texts)
    .filter((name) => !name.startsWith(TEMPORARY_PREFIX))
    .map((name) => [`the pushed text ${name}`, () => readDataText(join(texts, name))]);
}

function isArchive(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, ARCHIVE_MAGIC.length)).toString('latin1') === ARCHIVE_MAGIC;
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
