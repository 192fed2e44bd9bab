/** The sources that reports show: those that were measured, and a sentence in place of all others. */
import { existsSync, readFileSync } from 'node:fs';
import { type ChangedSourceState, SOURCE_STATE_TEXT, type SourceState } from '../collect/source-state.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { listFiles } from './list-files.js';

/** By absolute path, those that are not the ones that were measured. */
export type ChangedSources = ReadonlyMap<string, ChangedSourceState>;

export function findChangedSources<File>(
  map: Readonly<Record<string, File>>,
  stateOf: (file: File) => SourceState,
): ChangedSources {
  const others = new Map<string, ChangedSourceState>();
  for (const [path, file] of Object.entries(map)) {
    const state = stateOf(file);
    if (state !== 'same') others.set(path, state);
  }
  return others;
}

/** What to say of those whose text is not shown; `undefined` where there are none. @param root absolute path */
export function noteChanged(others: ChangedSources, root: string): string | undefined {
  const paths = [...others].filter(([, state]) => state === 'changed').map(([path]) => path);
  if (paths.length === 0) return undefined;
  return `changed since they were measured: ${listFiles(paths, root)}; their numbers are of what ran, their text is not shown`;
}

/**
 * What to say of files below the root that are not there; `undefined` where there are none. Those of elsewhere are named
 * as they are read.
 *
 * @param root absolute path
 */
export function noteMissing(paths: readonly string[], root: string): string | undefined {
  const isBelow = (path: string) => !metaPathOf(root, path).startsWith('../');
  const missing = paths.filter((path) => isBelow(path) && !existsSync(path));
  if (missing.length === 0) return undefined;
  return `not found below ${root}: ${listFiles(missing, root)}; their numbers stay; --root names the folder of the sources`;
}

/**
 * What reporters get a file's text from. For a source that is not the one that was measured it throws: the marks of
 * the one do not fit the text of the other.
 */
export function createSourceFinder(others: ChangedSources, root: string): (path: string) => string {
  return (path) => {
    const state = others.get(path);
    if (state !== undefined) throw new HtmlSentence(sentenceOf(state, metaPathOf(root, path)));
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  };
}

function sentenceOf(state: ChangedSourceState, path: string): string {
  return `${path} ${SOURCE_STATE_TEXT[state]}, so its text is not shown.\nThe numbers above are of the version that ran.`;
}

/**
 * Istanbul's HTML reporter shows the message and the stack of what is thrown, as they are, as lines that were missed.
 * So there is no stack, the numbers of the lines are hidden, and the colours of a program's words are off.
 */
class HtmlSentence extends Error {
  constructor(sentence: string) {
    const style = '<style class="nocode">.line-count, .line-coverage { visibility: hidden }</style>';
    super(`${style}<span class="nocode">${escapeHtml(sentence)}</span>`);
    this.stack = '';
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
