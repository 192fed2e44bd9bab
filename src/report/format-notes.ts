/** Formats the notes of a run for people. */
import { relative } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { toIndentedLines } from '../platform/errors.js';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { describeUnmeasured } from '../run-log/unmeasured.js';
import { describeUnusableMap } from '../run-log/unusable-map.js';
import { adviseExclusion, describeExclusion } from './exclusions.js';
import { listFiles } from './list-files.js';
import type {
  DamagedRunLog,
  DistortedV8Coverage,
  Loss,
  NothingMeasured,
  ProcessLoss,
  RunNote,
  UnsupportedNodes,
} from './run-note.js';

/** Returns one note as lines of text. @param root absolute path that files are named relative to */
export function formatRunNote(note: RunNote, root: string): readonly string[] {
  switch (note.kind) {
    case 'report-failed':
      return toIndentedLines(note.reason);
    case 'run-log-unreadable':
      return [
        `${relative(root, note.path)} says nothing about this run: ${note.reason}. The report may not list all files and ` +
          'processes that lost counts.',
      ];
    case 'run-log-damaged':
      return [describeDamagedLog(note, root)];
    case 'profile-unreadable':
      return [`${relative(root, note.path)} was left out, so its hits are missing: ${note.reason}`];
    case 'file-not-measured':
      return [`${metaPathOf(root, note.file)} is not measured because ${describeUnmeasured(note)}.`];
    case 'compiled-not-selected':
      return [
        `${listFiles(note.files, root)} ran uncounted: .nycrc includes the original sources, but not the compiled code. ` +
          'Include both.',
      ];
    case 'source-maps-unusable':
      return [
        `the source map of ${listFiles(note.files, root)} ${describeUnusableMap(note)}, ` +
          (note.measured
            ? 'so the compiled code is reported instead of its sources.'
            : 'and .nycrc does not select the compiled code, so it is not measured.'),
      ];
    case 'code-untraced':
      return [
        `${metaPathOf(root, note.file)}: ${listSome(note.names)} cannot be traced in the compiled code, so the report leaves ` +
          'it out. Code that was not minified or lowered can be traced.',
      ];
    case 'evaluated-not-measured':
      return [
        `${listFiles(note.sources, root)}: not measured, because ${listFiles(note.files, root)} evaluates the code from strings ` +
          'without usable source maps. Build with source maps, such as those of webpack\'s devtool "source-map" or ' +
          '"eval-source-map".',
      ];
    case 'versions-mixed':
      return [
        `several versions of ${listFiles(note.files, root)} were measured. Only the counts of the newest version are ` +
          'reported. Measure each version into its own COVER_DIR.',
      ];
    case 'versions-not-added':
      return describeVersions(note.versions, root);
    case 'node-unsupported':
      return [describeUnsupportedNodes(note)];
    case 'v8-coverage-distorted':
      return [describeV8Coverage(note)];
    case 'nothing-measured':
      return [describeNothingMeasured(note, root)];
    case 'nothing-executed':
      return [
        `no code of the measured files was executed: ${listFiles(note.files, root)}. Either the program failed while it loaded ` +
          'its modules, or these files contain no code to count.',
      ];
    default:
      return [describeLoss(note, root)];
  }
}

function describeDamagedLog({ path, skipped, isCut }: DamagedRunLog, root: string): string {
  const name = relative(root, path);
  const consequence = 'The report may not list all files and processes that lost counts.';
  if (isCut) return `${name} is too long, so its end was not read. ${consequence}`;
  return `${pluralize(skipped, 'line')} of ${name} ${skipped === 1 ? 'is' : 'are'} invalid and ignored. ${consequence}`;
}

/** Returns one loss as text: the cause, then the consequence. @param root absolute path that files are named relative to */
function describeLoss(loss: Loss, root: string): string {
  if (loss.kind === 'thread-terminated') {
    const missing = `Hits in ${listFiles(loss.files, root)} are missing.`;
    return `${threadNameOf(loss)} was terminated before it wrote its profile. ${missing}`;
  }
  if (loss.kind === 'thread-without-counters')
    return `${threadNameOf(loss)} ran without counters. It was created from source text (eval) or with its own environment (env).`;
  return describeProcessLoss(loss, root);
}

function describeProcessLoss(loss: ProcessLoss, root: string): string {
  const { kind, pid, command, hasFlushed, files, directory } = loss;
  const name = `process ${pid}${command === null ? '' : ` (${command})`}`;
  const missing = `Hits in ${listFiles(files, root)} are missing.`;
  switch (kind) {
    case 'process-killed':
      return hasFlushed
        ? `${name} was killed. Hits after its last flush are missing.`
        : `${name} was killed before it wrote its profile. ${missing}`;
    case 'process-write-failed':
      return hasFlushed
        ? `${name} could not write its last profile. Hits after its last flush are missing.`
        : `${name} could not write its profile. ${missing}`;
    case 'process-running': {
      const report = `After it has ended, run \`covermain report ${relative(root, directory) || '.'}\`.`;
      return hasFlushed
        ? `${name} is still running. Hits after its last flush are missing. ${report}`
        : `${name} is still running and has not written its profile. ${missing} ${report}`;
    }
    case 'process-unrecorded':
      return `${name} left no record of its end. If it was killed, hits after its last flush are missing.`;
    default:
      return kind satisfies never;
  }
}

function threadNameOf({ pid, thread }: { readonly pid: number; readonly thread: number }): string {
  return `worker thread ${thread} of process ${pid}`;
}

function describeUnsupportedNodes({ pids, versions, minimum }: UnsupportedNodes): string {
  const nodes = `Node ${versions.map((version) => version.replace('v', '')).join(', ')}`;
  const processes =
    pids.length === 1 ? `process ${pids[0]} (${nodes}) is` : `${pids.length} processes (${nodes}) are`;
  return `${processes} not measured: covermain needs Node ${minimum} or newer.`;
}

function describeV8Coverage({ pids }: DistortedV8Coverage): string {
  const processes = pids.length === 1 ? `process ${pids[0]}` : `${pids.length} processes`;
  return (
    `V8's own coverage was also collected in ${processes} (NODE_V8_COVERAGE or --experimental-test-coverage). It describes ` +
    "instrumented code, so the numbers of Node's test runner and of c8 are not reliable in this run. covermain's are. Run those " +
    'tools without covermain.'
  );
}

function describeNothingMeasured(note: NothingMeasured, root: string): string {
  const { loaded, include, extension, excluded } = note;
  const patterns = include.length > 0 ? include.join(' ') : 'all directories';
  const files = loaded.length > 0 ? listFiles(loaded, root) : 'none';
  const isExplained = loaded.length === 0 && excluded.length > 0;
  return [
    'no file that ran was measured.',
    ...excluded.flatMap((one) => [describeExclusion(one, note, root), adviseExclusion(one)]),
    ...(isExplained ? [] : [`Files of the project that were loaded: ${files}.`]),
    `The configuration selects ${extension.join(' ')} in ${patterns}, minus the "exclude" patterns of .nycrc.`,
  ].join(' ');
}
