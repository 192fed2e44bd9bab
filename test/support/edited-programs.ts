/** Runs programs before an edit and carries their counts over to the edited text. */
import assert from 'node:assert/strict';
import { toCoverageMap } from '../../src/interchange/coverage-map.js';
import { istanbulCountsOf } from '../../src/interchange/from-istanbul.js';
import type { HashedFileCoverage } from '../../src/interchange/to-istanbul.js';
import { decodeMeta, encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { withOwnProbes } from '../../src/profile/model/meta-items.js';
import { totalsOf } from '../../src/profile/model/totals.js';
import type { OtherVersion } from '../../src/profile/versions/other-version.js';
import { instrumentWith, OPTIONS, toJavaScript } from './engines.js';
import { countersOf, profileOf } from './profiles.js';
import { type RealmGlobals, runInRealm } from './run-in-realm.js';

/** One version of a program and its counts. */
export interface ExecutedText {
  readonly text: string;
  readonly meta: FileMeta;
  /** Count of each item. */
  readonly counts: readonly number[];
}

/** Runs a text, including its promise jobs. */
export async function executeText(
  text: string,
  globals: RealmGlobals = {},
  name = 'a.js',
): Promise<ExecutedText> {
  const instrumented = instrumentWith('probe', text, name);
  const code = name.endsWith('.js') ? instrumented.code : toJavaScript(instrumented.code, name);
  const result = runInRealm(instrumented, globals, code);
  if ((result.error as Error | undefined)?.name === 'SyntaxError') throw result.error;
  await new Promise((resolve) => setImmediate(resolve));
  return { text, meta: metaOf(instrumented.metas[0]), counts: istanbulCountsOf(result.counts()) };
}

function metaOf(bytes: Buffer | undefined): FileMeta {
  assert.ok(bytes);
  return withOwnProbes(decodeMeta(bytes, metaNameOf(hashOf(bytes))));
}

export interface CarriedCounts {
  /** The later version with the counts of the earlier one. */
  readonly file: HashedFileCoverage;
  /** The earlier version. */
  readonly other: OtherVersion;
}

/** Returns what is reported of a version that has not run if an earlier version has. */
export function carry(before: ExecutedText, after: Pick<ExecutedText, 'meta'>): CarriedCounts {
  const metas = [before, after].map(({ meta }) => [hashOf(encodeMeta(meta)), meta] as const);
  const totals = totalsOf({
    metas: new Map(metas),
    profiles: [profileOf([countersOf(before.meta, before.counts)])],
  });
  const { map, others } = toCoverageMap(totals, OPTIONS.root, () => after.meta.sourceHash);
  const [file, ...files] = Object.values(map);
  const [other, ...more] = others;
  assert.ok(file && other && files.length + more.length === 0);
  assert.equal(file.hash, after.meta.sourceHash);
  return { file, other };
}

/** Returns the counts of the executed statements by their text. Statements with the same text each have a count. */
export function statementsOf(
  { statementMap, s }: HashedFileCoverage,
  text: string,
): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  for (const [id, { start, end }] of Object.entries(statementMap)) {
    const lines = text.split('\n');
    const from = offsetOf(lines, start);
    const statement = text.slice(from, offsetOf(lines, end)).replace(/\s+/g, ' ');
    if (s[id]) counts[statement] = [...(counts[statement] ?? []), s[id]];
  }
  return counts;
}

function offsetOf(
  lines: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
): number {
  return lines.slice(0, line - 1).reduce((offset, text) => offset + text.length + 1, column);
}
