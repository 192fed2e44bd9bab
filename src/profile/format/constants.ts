/** Constants of the profile format. docs/profile-format.md draws the bytes under the same names. */
import type { BranchKind } from '../model/file-meta.js';

/** Start of the name `covmeta.<hash>`: a meta, or a pack of several. A meta has the items and probes of one version of a source. */
export const META_PREFIX = 'covmeta.';
/** Start of the name `covcounters.<run>.<pid>.<time>`: the counters of one process in one epoch. */
export const COUNTERS_PREFIX = 'covcounters.';

/** First bytes of a meta, in ASCII. */
export const META_MAGIC = 'covmeta\n';
/** First bytes of a pack of metas, in ASCII. */
export const META_PACK_MAGIC = 'covmetas';
/** First bytes of a counters file, in ASCII. */
export const COUNTERS_MAGIC = 'covcount';
/** First bytes of an archive, in ASCII. */
export const ARCHIVE_MAGIC = 'covfiles';
/** Version of the format: the byte after the magic. */
export const VERSION = 2;

/** Number of bytes of a meta's hash: the first ones of the SHA-256 of its file. */
export const HASH_BYTES = 16;
/** Number of bytes of a source's hash: its whole SHA-256. */
export const SOURCE_HASH_BYTES = 32;
/** Number of bytes of the hash of a function's text and of the text before it. All are 0 if the text is unknown. */
export const TEXT_HASH_BYTES = 8;
/** Number of these bytes that come from the text before the function. The others come from its own text. */
export const TEXT_HASH_CONTEXT_BYTES = 3;
/**
 * Number of bytes of the checksum that ends counters files and archives: the first of the SHA-256 of all bytes
 * before.
 */
export const CHECKSUM_BYTES = 8;

/**
 * Maximum number of probes of one meta: more than the largest bundles have, and few enough for the counters of a meta that a
 * few bytes describe to fit in memory.
 */
export const MAX_PROBES = 2 ** 22;

/**
 * Maximum number of statements, functions, branches and arms of one meta together: several times that of a bundle of 9 MB. Each
 * takes only a few bytes in a file, but hundreds of bytes in a report.
 */
export const MAX_ITEMS = 2 ** 20;

/** Kinds of branches. Files contain the index of a kind in this list, so new kinds must be appended. */
export const BRANCH_KINDS: readonly BranchKind[] = [
  'if',
  'switch',
  'cond-expr',
  'binary-expr',
  'default-arg',
  'branch',
];

/** Marks before an arm: whether its range follows. An `else` that is not written has no range. */
export const UNWRITTEN_ARM = 0;
export const WRITTEN_ARM = 1;
