/** Shows a line of source with its counts. */
import { Component, type JSX } from 'preact';
import type { SyntaxToken } from '../../view/line-spans.js';
import { describeCount, type SessionNames, shortenCount } from '../../view/line-words.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { numberColorClass } from '../state/session-colors.js';
import { renderLineText } from './line-text.js';
import type { ShownFile } from './open-file.js';

export interface CodeRowProps {
  /** From 1. */
  readonly line: number;
  readonly top: number;
  readonly file: ShownFile;
  /** Number of changes of the line. */
  readonly revision: number;
  readonly id: string;
  readonly isSelected: boolean;
  readonly isChanged: boolean;
  /** Always the same list until the line is parsed. */
  readonly tokens: readonly SyntaxToken[];
  /** First column that is drawn, and how many. */
  readonly firstColumn: number;
  readonly columns: number;
  /** Sessions of a comparison. */
  readonly names: SessionNames | undefined;
  /** Name of the session that ran the line most; `undefined` if rows are not coloured, `null` if no session ran it. */
  readonly session: string | null | undefined;
  /** Number of this session, from 1. */
  readonly sessionNumber: number;
}

/** Renders again only if its properties change. */
export class CodeRow extends Component<CodeRowProps> {
  override shouldComponentUpdate(next: CodeRowProps): boolean {
    for (const name of Object.keys(next) as (keyof CodeRowProps)[])
      if (next[name] !== this.props[name]) return true;
    return false;
  }

  override render(props: CodeRowProps): JSX.Element {
    const { line, top, file, isSelected, isChanged } = props;
    const state = file.marks.stateOf(line);
    return (
      <div
        role="row"
        id={props.id}
        class={`code-row is-${state}${comparedState(props)}`}
        aria-rowindex={line}
        aria-selected={isSelected}
        data-line={line}
        style={{ top: `${top}px` }}
      >
        <span role="presentation" class="code-gutter">
          <span
            role="rowheader"
            class={isChanged ? 'code-number is-changed' : 'code-number'}
            aria-label={isChanged ? `${line}, changed` : undefined}
          >
            {line}
          </span>
          {renderSession(props)}
          {renderCounts(props)}
          <span class="code-stripe" aria-hidden="true" />
        </span>
        <span role="gridcell" class="code-text">
          {renderLineText({
            file,
            line,
            tokens: props.tokens,
            names: props.names,
            shown: { from: props.firstColumn, to: props.firstColumn + props.columns },
          })}
        </span>
      </div>
    );
  }
}

/** Returns the class of a line in a comparison: which of the two sessions ran it. */
function comparedState({ file, line, names }: CodeRowProps): string {
  const [first = 0, second = 0] = file.marks.countsOf(line) ?? [];
  if (!names || (first === 0 && second === 0)) return '';
  return first > 0 && second > 0 ? ' is-both' : first > 0 ? ' is-first' : ' is-second';
}

function renderCounts({ file, line, names }: CodeRowProps): readonly JSX.Element[] {
  const counts = file.marks.countsOf(line);
  const state = file.marks.stateOf(line);
  return Array.from({ length: file.marks.layers }, (_, layer) => {
    const count = counts?.[layer];
    const words = `${describeCount(count)}${state === 'partial' ? ', partly missed' : ''}`;
    const text = count === undefined ? '' : shortenCount(count);
    // Users of speech control say what they see.
    const seen = words.includes(text) ? words : `${text}, ${words}`;
    const label = names ? `${toVisibleText(names[layer] ?? '')}: ${seen}` : seen;
    const style = count === undefined ? 'none' : count === 0 ? 'zero' : 'some';
    return (
      <span key={layer} role="gridcell" class={`code-count is-${style}`} aria-label={label} title={label}>
        {text}
      </span>
    );
  });
}

function renderSession({ session, sessionNumber }: CodeRowProps): JSX.Element | undefined {
  if (session === undefined) return undefined;
  if (session === null) return <span role="gridcell" class="code-session" aria-label="no session" />;
  const name = `session ${sessionNumber}, ${toVisibleText(session)}`;
  return (
    <span role="gridcell" class="code-session" aria-label={name} title={name}>
      <span class={`code-session-color ${numberColorClass(sessionNumber)}`}>{sessionNumber}</span>
    </span>
  );
}
