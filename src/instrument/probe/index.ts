/** The engine `probe`: has exactly the counts of Istanbul, with only as many increments as exact counts need. */
import { toIstanbul } from '../../interchange/to-istanbul.js';
import { encodeMeta, hashOf, requireStorable } from '../../profile/format/meta-file.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import { decodeInsertions, encodeInsertions } from '../encoded-insertions.js';
import { createInsertionMap } from '../insertion-map.js';
import type { EngineOptions, Instrument } from '../instrument.js';
import { describeOriginals } from './compiled/describe-originals.js';
import { shiftMap } from './compiled/shift-map.js';
import { sortEdits } from './edits/edits.js';
import { applyInsertions, type Insertion, numberProbes, writeInsertions } from './edits/insertions.js';
import { insertPrelude, writePrelude } from './edits/prelude.js';
import { claimSegments } from './items/counted-items.js';
import { createFileMeta, type SourceDescription } from './items/create-file-meta.js';
import { type WalkedSource, walkSource } from './walk/walk-source.js';

/** Matches code that another tool has instrumented; its counts are merged into the profile. */
const FOREIGN_INSTRUMENTATION = /\b_coverageSchema\b|\bcov_[0-9a-z]+\(\)\.s\[/;

function isForeign(source: string): boolean {
  // Searching a text is much faster than the pattern.
  return (
    (source.includes('cov_') || source.includes('_coverageSchema')) && FOREIGN_INSTRUMENTATION.test(source)
  );
}

/** Returns the instrumenting function of the engine `probe`. */
export function createProbeInstrument({ root, ignoreClassMethods }: EngineOptions): Instrument {
  return (source, file, map, isCounted = () => true) => {
    const unchanged = {
      code: source,
      insertions: undefined,
      map: () => undefined,
      metas: [],
      coverage: () => [],
    };
    if (isForeign(source)) return unchanged;
    const walked = walkSource(source, file, { ignoreClassMethods, isCompiled: map !== undefined });
    if (walked.isIgnored) return unchanged;
    const originals =
      map && describeOriginals({ source, walked }, { file, root, map, isCounted }, { ignoreClassMethods });
    if (originals?.length === 0) return unchanged;
    const { insertions, metas } = writeProbes(
      walked,
      originals ?? [describeOwnSource(source, file, walked)],
      root,
    );
    const encoded = encodeInsertions(insertions, walked.lines.starts);
    return {
      code: applyInsertions(source, insertions),
      insertions: encoded,
      map: () =>
        JSON.stringify(
          map
            ? shiftMap({ file, root, map }, decodeInsertions(encoded))
            : createInsertionMap(source, file, encoded),
        ),
      metas: metas.map(({ bytes }) => bytes),
      coverage: () => metas.map(({ meta }) => toIstanbul(meta, new Uint32Array(meta.probes), root)),
    };
  };
}

/** Describes a source that is counted as it is. */
function describeOwnSource(source: string, file: string, { items, lines }: WalkedSource): SourceDescription {
  claimSegments(items);
  return { source, file, items, lines };
}

interface SourceProbes {
  readonly insertions: readonly Insertion[];
  readonly metas: readonly { readonly meta: FileMeta; readonly bytes: Buffer }[];
}

/**
 * Numbers the probes and returns the insertions and metas of a file.
 *
 * @param sources descriptions whose items have claimed their segments
 */
function writeProbes(
  walked: WalkedSource,
  sources: readonly SourceDescription[],
  root: string,
): SourceProbes {
  const edits = sortEdits(walked.edits);
  const probes = numberProbes(edits, sources.length);
  const metas = sources.map((source, index) => {
    const meta = createFileMeta(source, probes[index] ?? 0, root);
    requireStorable(meta);
    return { meta, bytes: encodeMeta(meta) };
  });
  const preludeSources = metas.map(({ meta, bytes }) => ({ hash: hashOf(bytes), probes: meta.probes }));
  const prelude = writePrelude({ ...walked, sources: preludeSources });
  return {
    metas,
    insertions: insertPrelude(
      walked.program,
      writeInsertions(edits, walked.countersVariable, probes),
      prelude,
    ),
  };
}
