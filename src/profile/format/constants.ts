/** The constants of the profile files; docs/profile-format.md draws the bytes under the same names. */
import type { BranchKind } from '../model/file-meta.js';

/** `covmeta.<hash>`: what is counted in one version of one source file. */
export const META_PREFIX = 'covmeta.';
/** `covcounters.<run>.<pid>.<time>`: what one process counted. */
export const COUNTERS_PREFIX = 'covcounters.';

/** The first bytes of a meta file, ASCII. */
export const META_MAGIC = 'covmeta\n';
/** The first bytes of a counters file, ASCII. */
export const COUNTERS_MAGIC = 'covcount';
/** The first bytes of an archive, ASCII. */
export const ARCHIVE_MAGIC = 'covfiles';
/** One byte behind the magic. */
export const VERSION = 2;

/** A meta's hash: the first bytes of the SHA-256 of its file. */
export const HASH_BYTES = 16;
/** A source's hash: its whole SHA-256. */
export const SOURCE_HASH_BYTES = 32;
/** The hash of a function's text and of its place; all 0 where the text is not known. */
export const TEXT_HASH_BYTES = 8;
/** How many of them are the first of the SHA-256 of what is written in front; the others are those of the text's. */
export const TEXT_HASH_CONTEXT_BYTES = 3;
/** The end of a counters file and of an archive: the first bytes of the SHA-256 of all before. */
export const CHECKSUM_BYTES = 8;

/** Of one meta. No code has more, and there is memory for so many counters. */
export const MAX_PROBES = 2 ** 24;

/** A kind of branch is written as its place in this list, so the list may only grow at its end. */
export const BRANCH_KINDS: readonly BranchKind[] = [
  'if',
  'switch',
  'cond-expr',
  'binary-expr',
  'default-arg',
  'branch',
];

/** Before an arm: whether a range follows. */
export const UNWRITTEN_ARM = 0;
export const WRITTEN_ARM = 1;
