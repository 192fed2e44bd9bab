/** Creates the cases of the fuzz test. The same seed and index always give the same case. */
import { type Random, randomOf } from '../support/profiles.js';
import { createProfileFiles, toArchive, toDirectory } from './create-profile.js';
import { createGoText, createIstanbulDirectory, createIstanbulText } from './create-texts.js';
import { type FuzzCase, INPUT_KINDS, type InputFiles, type InputKind } from './fuzz-case.js';
import type { ValidInput } from './valid-inputs.js';

/** One case of this many is neutral: its changes have no meaning. */
const NEUTRAL_SHARE = 12;

export function createCase(seed: number, index: number, valid: ValidInput): FuzzCase {
  const random = randomOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const kind = INPUT_KINDS[[0, 0, 0, 1, 1, 2, 2, 3, 4][random(9)] ?? 0] ?? 'directory';
  const isNeutral = random(NEUTRAL_SHARE) === 0;
  const mutations: string[] = [];
  const files = createFiles(random, kind, valid, { isNeutral, mutations });
  return { index, kind, mutations, isNeutral, files };
}

function createFiles(
  random: Random,
  kind: InputKind,
  valid: ValidInput,
  options: { readonly isNeutral: boolean; readonly mutations: string[] },
): InputFiles {
  switch (kind) {
    case 'directory':
      return toDirectory(createProfileFiles(random, valid, options));
    case 'archive': {
      const files = createProfileFiles(random, valid, options);
      return new Map([['', toArchive(random, files, options.isNeutral, options.mutations)]]);
    }
    case 'istanbul':
      return new Map([['', createIstanbulText(random, valid, options)]]);
    case 'istanbul directory':
      return createIstanbulDirectory(random, valid, options);
    case 'go text':
      return new Map([['', createGoText(random, valid, options)]]);
    default:
      return kind satisfies never;
  }
}

/** Returns the valid input of a kind, with which neutral cases are compared. */
export function createUnchanged(kind: InputKind, valid: ValidInput): InputFiles {
  const random: Random = () => 0;
  return createFiles(random, kind, valid, { isNeutral: true, mutations: [] });
}
