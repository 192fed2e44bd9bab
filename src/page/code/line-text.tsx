/** Draws the text of a line with its marks, badges and syntax. */
import type { JSX } from 'preact';
import { type ColumnWindow, cutLine, type LineSpan, type SyntaxToken } from '../../view/line-spans.js';
import { type BranchBadge, badgesOf, type SessionNames } from '../../view/line-words.js';
import type { ShownFile } from './open-file.js';

/** Most marks, spans and badges that are drawn in a line. */
const [MOST_MARKS, MOST_SPANS, MOST_BADGES] = [400, 800, 20];

export interface LineTextOptions {
  readonly file: ShownFile;
  readonly line: number;
  readonly tokens: readonly SyntaxToken[];
  readonly names: SessionNames | undefined;
  /** Columns that are drawn. */
  readonly shown: ColumnWindow;
}

export function renderLineText({
  file,
  line,
  tokens,
  names,
  shown,
}: LineTextOptions): (JSX.Element | string)[] {
  const text = file.text.lines[line - 1] ?? '';
  const segments = file.marks.segmentsOf(line, { ...shown, limit: MOST_MARKS });
  const badges = badgesOf(file.source.items, file.marks, line, { names, shown, limit: MOST_BADGES });
  const hasTooMany = cutLine(text, tokens, segments, shown).length > MOST_SPANS;
  const drawn: (JSX.Element | string)[] = [];
  let { from } = shown;
  const drawTo = (to: number) => {
    for (const span of cutLine(text, hasTooMany ? [] : tokens, segments, { from, to }))
      drawn.push(renderSpan(span, drawn.length));
    from = to;
  };
  for (const badge of badges) {
    drawTo(badge.column);
    drawn.push(renderBadge(badge, drawn.length));
  }
  drawTo(shown.to);
  return drawn;
}

/** Returns only a text where no element is needed, because elements cost time while rows scroll. */
function renderSpan({ text, syntax, mark, isEscape }: LineSpan, key: number): JSX.Element | string {
  if (syntax === '' && mark === undefined && !isEscape) return text;
  const classes = [syntax && `syntax-${syntax}`, mark && `mark mark-${mark}`, isEscape && 'code-escape'];
  return (
    <span key={key} class={classes.filter(Boolean).join(' ')}>
      {text}
    </span>
  );
}

function renderBadge({ text, title, mark }: BranchBadge, key: number): JSX.Element {
  return (
    <span key={key} class={`code-badge mark-${mark}`} role="img" aria-label={title} title={title}>
      {text}
    </span>
  );
}
