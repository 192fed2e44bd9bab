/** The engine `probe`: has exactly the counts of Istanbul, with only as many increments as exact counts need. */
import { toIstanbul } from '../../interchange/to-istanbul.js';
import { decodeMeta, hashOf, metaNameOf } from '../../profile/format/meta-file.js';
import { decodeInsertions, encodeInsertions } from '../encoded-insertions.js';
import { createInsertionMap } from '../insertion-map.js';
import type { EngineOptions, Instrument, Instrumented } from '../instrument.js';
import { describeOriginals } from './compiled/describe-originals.js';
import { shiftMap } from './compiled/shift-map.js';
import { type Edit, sortEdits } from './edits/edits.js';
import { applyInsertions, numberProbes, writeInsertions } from './edits/insertions.js';
import { insertPrelude, writePrelude } from './edits/prelude.js';
import { claimSegments } from './items/counted-items.js';
import { encodeItems, type SourceDescription } from './items/encode-items.js';
import { type WalkedSource, walkSource } from './walk/walk-source.js';

/** Matches code that another tool has instrumented; its counts are merged into the profile. */
const FOREIGN_INSTRUMENTATION = /\b_coverageSchema\b|\bcov_[0-9a-z]+\(\)\.s\[/;

function isForeign(source: string): boolean {
  // Searching a text is much faster than the pattern. The whole name here would match it in this file.
  return (source.includes('cov_') || source.includes('_coverage')) && FOREIGN_INSTRUMENTATION.test(source);
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
    const described = describeProbes(walked, originals ?? [describeOwnSource(source, file, walked)], root);
    return new ProbeInstrumented({ source, file, map, root, walked, described });
  };
}

interface InstrumentedParts {
  readonly source: string;
  readonly file: string;
  readonly map: Parameters<Instrument>[2];
  readonly root: string;
  readonly walked: WalkedSource;
  readonly described: DescribedProbes;
}

/**
 * An instrumented file. It is a class because V8 makes a hidden class of its own for each object literal with getters,
 * which keeps the syntax tree in memory until the next full garbage collection.
 */
class ProbeInstrumented implements Instrumented {
  // Files that no process loads are described, too, and nobody reads their code.
  #written: WrittenCode | undefined;
  readonly #parts: InstrumentedParts;
  readonly metas: readonly Buffer[];

  constructor(parts: InstrumentedParts) {
    this.#parts = parts;
    this.metas = parts.described.metas.map(({ bytes }) => bytes);
  }

  get code(): string {
    return this.#write().code;
  }

  get insertions(): Uint8Array {
    return this.#write().insertions;
  }

  readonly map = (): string => {
    const { source, file, map, root } = this.#parts;
    return JSON.stringify(
      map
        ? shiftMap({ file, root, map }, decodeInsertions(this.insertions))
        : createInsertionMap(source, file, this.insertions),
    );
  };

  readonly coverage = (): ReturnType<Instrumented['coverage']> => {
    const { described, root } = this.#parts;
    return described.metas.map(({ bytes, probes }) => {
      const meta = decodeMeta(bytes, metaNameOf(hashOf(bytes)));
      return toIstanbul(meta, new Uint32Array(probes), root);
    });
  };

  #write(): WrittenCode {
    const { source, walked, described } = this.#parts;
    this.#written ??= writeCode(source, walked, described);
    return this.#written;
  }
}

/** Describes a source that is counted as it is. */
function describeOwnSource(source: string, file: string, { items, lines }: WalkedSource): SourceDescription {
  claimSegments(items);
  return { source, file, items, lines };
}

interface DescribedProbes {
  /** In source order, with numbered probes. */
  readonly edits: readonly Edit[];
  readonly metas: readonly EncodedProbes[];
}

/** The meta of one source. */
interface EncodedProbes {
  readonly bytes: Buffer;
  readonly probes: number;
}

/**
 * Numbers the probes of a file and returns its metas.
 *
 * @param sources descriptions whose items have claimed their segments
 */
function describeProbes(
  walked: WalkedSource,
  sources: readonly SourceDescription[],
  root: string,
): DescribedProbes {
  const edits = sortEdits(walked.edits);
  const probes = numberProbes(edits, sources.length);
  const metas = sources.map((source, index) => {
    const ownProbes = probes[index] ?? 0;
    return { bytes: encodeItems(source, ownProbes, root), probes: ownProbes };
  });
  return { edits, metas };
}

interface WrittenCode {
  readonly code: string;
  readonly insertions: Uint8Array;
}

/** Inserts the probes and the prelude. */
function writeCode(source: string, walked: WalkedSource, { edits, metas }: DescribedProbes): WrittenCode {
  const { countersVariable, program, lines } = walked;
  const probes = metas.map((meta) => meta.probes);
  const sources = metas.map((meta) => ({ hash: hashOf(meta.bytes), probes: meta.probes }));
  const insertions = insertPrelude(
    program,
    writeInsertions(edits, countersVariable, probes),
    writePrelude({ ...walked, sources }),
  );
  return {
    code: applyInsertions(source, insertions),
    insertions: encodeInsertions(insertions, lines.starts),
  };
}
