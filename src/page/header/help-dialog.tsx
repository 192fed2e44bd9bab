/** Explains the keys of the page and the marks in sources. */
import type { JSX } from 'preact';
import { usePage } from '../state/page-state.js';
import { ModalDialog } from '../widgets/modal-dialog.js';

const KEYS: readonly (readonly [keys: readonly string[], meaning: string, isAction?: boolean])[] = [
  [['/'], 'Filter files by path'],
  [['↑', '↓'], 'Move in the tree'],
  [['→', '←'], 'Expand or collapse a directory'],
  [['Home', 'End'], 'First or last row'],
  [['Enter'], 'Open a file'],
  [['↑', '↓'], 'Select a line in the source'],
  [['n', 'p'], 'Next or previous missed line'],
  [['m'], 'Show only what runs from now on', true],
  [['s'], 'Start a session', true],
  [['Esc'], 'Clear the filter, the line or the file'],
  [['?'], 'Show this help'],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const canAct = usePage().source.act !== undefined;
  return (
    <ModalDialog title="Keyboard and marks" onClose={onClose}>
      <dl class="keys">
        {KEYS.filter(([, , isAction]) => canAct || !isAction).map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <MarkLegend />
      <form method="dialog" class="dialog-buttons">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </ModalDialog>
  );
}

const MARKS: readonly (readonly [sample: JSX.Element, meaning: string])[] = [
  [
    <span key="s" class="sample is-hit">
      <span class="code-stripe" />
    </span>,
    'Line executed',
  ],
  [
    <span key="s" class="sample is-partial">
      <span class="code-stripe" />
    </span>,
    'Line partly missed: a branch or a later statement did not run',
  ],
  [
    <span key="s" class="sample is-missed">
      <span class="code-stripe" />
    </span>,
    'Line missed',
  ],
  [
    <code key="s" class="mark mark-missed-statement">
      stop()
    </code>,
    'Missed statement',
  ],
  [
    <code key="s" class="mark mark-missed-branch">
      price
    </code>,
    'Missed branch',
  ],
  [
    <code key="s" class="mark mark-missed-function">
      refund
    </code>,
    'Missed function',
  ],
  [
    <span key="s" class="code-badge mark-missed-branch">
      I
    </span>,
    'The condition was never true',
  ],
  [
    <span key="s" class="code-badge mark-missed-branch">
      E
    </span>,
    'The condition was never false',
  ],
];

function MarkLegend(): JSX.Element {
  return (
    <>
      <h3 class="keys-title">Marks in the source</h3>
      <dl class="keys">
        {MARKS.map(([sample, meaning]) => (
          <div key={meaning}>
            <dt aria-hidden="true">{sample}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
