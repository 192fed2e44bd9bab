/** The engine `probe`: Istanbul's counts by as few increments of an array as give them exactly. */
import { pathToFileURL } from 'node:url';
import { toIstanbul } from '../../interchange/to-istanbul.js';
import { encodeMeta, hashOf } from '../../profile/format/meta-file.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import type { SourceMap } from '../../source-maps/source-map.js';
import type { EngineOptions, Instrument } from '../instrument.js';
import { describeOriginals, shiftMap } from './compiled/describe-originals.js';
import { applyInsertions, type Insertion, numberProbes, sortEdits, writeInsertions } from './edits/edits.js';
import { mapInsertions } from './edits/insertion-map.js';
import { insertPrelude, writePrelude } from './edits/prelude.js';
import { claimSegments } from './items/counted-items.js';
import { createFileMeta, type SourceDescription } from './items/create-file-meta.js';
import { type WalkedSource, walkSource } from './walk/walk-source.js';

/** Code that another instrumenter has been at; its counts are merged into the profile. */
const COUNTS_ALREADY = /\b_coverageSchema\b|\bcov_[0-9a-z]+\(\)\.s\[/;

export function createProbeInstrument({ root, ignoreClassMethods }: EngineOptions): Instrument {
  return (source, file, map, isCounted = () => true) => {
    const unchanged = { code: source, map: undefined, metas: [], coverage: () => [] };
    if (COUNTS_ALREADY.test(source)) return unchanged;
    const walked = walkSource(source, file, { ignoreClassMethods, isCompiled: map !== undefined });
    if (walked.isIgnored) return unchanged;
    const described =
      map && describeOriginals({ source, walked }, { file, root, map, isCounted }, { ignoreClassMethods });
    if (described?.length === 0) return unchanged;
    const { insertions, metas } = writeProbes(
      walked,
      described ?? [describeItself(source, file, walked)],
      root,
    );
    const newMap = map
      ? shiftMap({ file, root, map }, insertions, walked.lines)
      : mapOf(file, mapInsertions(source, insertions));
    return {
      code: applyInsertions(source, insertions),
      map: JSON.stringify(newMap),
      metas: metas.map(({ bytes }) => bytes),
      coverage: () => metas.map(({ meta }) => toIstanbul(meta, new Uint32Array(meta.probes), root)),
    };
  };
}

function describeItself(source: string, file: string, { items, lines }: WalkedSource): SourceDescription {
  claimSegments(items);
  return { source, file, items, lines };
}

function mapOf(file: string, mappings: string): SourceMap {
  return { version: 3, names: [], sources: [pathToFileURL(file).href], mappings };
}

interface Written {
  readonly insertions: readonly Insertion[];
  readonly metas: readonly { readonly meta: FileMeta; readonly bytes: Buffer }[];
}

/** @param sources whose items have claimed their segments */
function writeProbes(walked: WalkedSource, sources: readonly SourceDescription[], root: string): Written {
  const edits = sortEdits(walked.edits);
  const probes = numberProbes(edits, sources.length);
  const metas = sources.map((source, index) => {
    const meta = createFileMeta(source, probes[index] ?? 0, root);
    return { meta, bytes: encodeMeta(meta) };
  });
  const asked = metas.map(({ meta, bytes }) => ({ hash: hashOf(bytes), probes: meta.probes }));
  const prelude = writePrelude({ ...walked, sources: asked });
  return {
    metas,
    insertions: insertPrelude(walked.program, writeInsertions(edits, walked.counters, probes), prelude),
  };
}
