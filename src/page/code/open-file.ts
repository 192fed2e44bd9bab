/** Prepares a file whose source has arrived, in steps, because a file may have many lines. */
import { createLineMarks, type LineMarks } from '../../view/line-marks.js';
import { estimateWidth } from '../../view/line-width.js';
import { layOutMarksInSteps } from '../../view/mark-layout.js';
import type { CountLayers, SourceView } from '../../view/messages.js';
import { type SourceText, splitSource } from '../../view/source-text.js';
import { ITEMS_PER_STEP, type Steps } from '../../view/steps.js';

/** Number of columns that are drawn of a line, because browsers lay out long lines slowly. */
export const COLUMNS = 1000;

/** A file whose source has arrived. */
export interface ShownFile {
  readonly source: SourceView;
  /** One empty line if the source has no text. */
  readonly text: SourceText;
  /** About the width of the widest line in letters, without columns that are not drawn. */
  readonly width: number;
  /** Changes with each update of counts. */
  readonly marks: LineMarks;
  /** Number of changes of each line; lines that never changed are missing. */
  readonly revisions: Map<number, number>;
  /** Time at which each line was hit while it was shown, as `performance.now()`. */
  readonly hits: Map<number, number>;
}

export function* openFile(source: SourceView, layers: CountLayers): Steps<ShownFile> {
  const text = splitSource(source.text ?? '');
  let width = 0;
  for (let line = 0; line < text.lines.length; line += ITEMS_PER_STEP) {
    yield;
    width = Math.max(width, estimateWidth(text.lines.slice(line, line + ITEMS_PER_STEP), COLUMNS));
  }
  const layout = yield* layOutMarksInSteps(text, source.items);
  yield;
  const marks = createLineMarks(layout, layers);
  yield;
  return { source, text, width, marks, revisions: new Map(), hits: new Map() };
}

/** Sets counts, and notes which lines look different. @param now as `performance.now()` */
export function applyCounts(
  { marks, revisions, hits }: ShownFile,
  changes: Parameters<LineMarks['update']>[0],
  now: number,
): void {
  const { changed, hit } = marks.update(changes);
  for (const line of changed) revisions.set(line, (revisions.get(line) ?? 0) + 1);
  for (const line of hit) hits.set(line, now);
}
