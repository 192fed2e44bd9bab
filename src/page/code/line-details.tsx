/** Shows which sessions ran the selected line, and what did not run on it. */
import type { JSX } from 'preact';
import { describeCount, describeMissedParts, groupDigits, type SessionNames } from '../../view/line-words.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { sessionColorClass } from '../state/session-colors.js';
import { COLUMNS, type ShownFile } from './open-file.js';
import type { SessionsByLine } from './use-file-sessions.js';

/** Most parts that are listed. */
const MOST_PARTS = 50;

export interface LineDetailsProps {
  readonly file: ShownFile;
  readonly line: number;
  readonly names: SessionNames | undefined;
  /** Names of all sessions. */
  readonly sessions: readonly string[];
  readonly sessionLines: SessionsByLine | string | undefined;
  readonly onClose: () => void;
  /** Shows a column of a long line. */
  readonly onColumn: (column: number) => void;
}

export function LineDetails(props: LineDetailsProps): JSX.Element {
  const { file, line, names, onClose, onColumn } = props;
  const isLong = (file.text.lines[line - 1]?.length ?? 0) > COLUMNS;
  const counts = file.marks.countsOf(line);
  const { notes, omitted } = describeMissedParts(file.source.items, file.marks, line, {
    names,
    limit: MOST_PARTS,
  });
  return (
    <section class="code-details" aria-label={`Line ${line}`}>
      <header>
        <h3>Line {line}</h3>
        {names ? (
          names.map((name, layer) => (
            <span key={layer} class="code-layer">
              <bdi class="code-session-name" title={toVisibleText(name)}>
                {toVisibleText(name)}
              </bdi>
              : {describeCount(counts?.[layer])}
            </span>
          ))
        ) : (
          <span>{describeCount(counts?.[0])}</span>
        )}
        <button type="button" class="code-close" aria-label="Close the details of the line" onClick={onClose}>
          ×
        </button>
      </header>
      {renderSessions(props)}
      {notes.length > 0 && (
        <ul class="code-parts">
          {notes.map(({ text, mark, column }, index) => (
            <li key={index} class={`is-${mark}`}>
              {isLong ? (
                <button type="button" class="code-link" onClick={() => onColumn(column)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          ))}
          {omitted > 0 && <li>{omitted} more</li>}
        </ul>
      )}
    </section>
  );
}

function renderSessions({ line, sessions, sessionLines }: LineDetailsProps): JSX.Element {
  if (typeof sessionLines === 'string') return <p role="alert">{sessionLines}</p>;
  if (sessions.length === 0) return <p class="code-muted">No session has been recorded.</p>;
  if (!sessionLines) return <p class="code-muted">Reading sessions …</p>;
  const hits = sessionLines.get(line) ?? [];
  if (hits.length === 0) return <p class="code-muted">No session ran this line.</p>;
  return (
    <ul class="code-sessions" aria-label="Sessions that ran this line">
      {[...hits]
        .sort((one, other) => other.count - one.count)
        .map(({ name, count }) => {
          const number = sessions.indexOf(name) + 1;
          return (
            <li key={name}>
              <span class={`code-session-color ${sessionColorClass(sessions, name)}`} aria-hidden="true">
                {number || ''}
              </span>
              <bdi class="code-session-name" title={toVisibleText(name)}>
                {toVisibleText(name)}
              </bdi>
              <span class="code-muted">{count === 1 ? 'once' : `${groupDigits(count)} times`}</span>
            </li>
          );
        })}
    </ul>
  );
}
