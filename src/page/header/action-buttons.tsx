/** The buttons that act on a running program. A report has none. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type KeyHandler, onKeys } from '../keyboard.js';
import { type PageState, usePage } from '../state/page-state.js';

interface PageAction {
  readonly label: string;
  readonly title: string;
  readonly style?: 'is-primary' | 'is-danger';
  /** Key that does the same. */
  readonly key?: string;
  readonly run: (page: PageState) => void;
}

const ACTIONS: readonly PageAction[] = [
  {
    label: 'Since now',
    title: 'Show only code that runs from now on (m). The profile keeps all coverage.',
    style: 'is-primary',
    key: 'm',
    run: (page) => void page.act({ kind: 'mark' }),
  },
  {
    label: 'Start session',
    title: 'Record the coverage of what you do next as a session (s)',
    key: 's',
    run: (page) => {
      page.dialog.value = 'start session';
    },
  },
  {
    label: 'Dump',
    title: 'Write the coverage so far to the profile',
    run: (page) => void page.act({ kind: 'dump' }),
  },
  {
    label: 'Reset…',
    title: 'Count from zero. The profile keeps all coverage.',
    run: (page) => {
      page.dialog.value = 'reset';
    },
  },
  {
    label: 'Stop…',
    title: 'Stop the program and write the final profile',
    style: 'is-danger',
    run: (page) => {
      page.dialog.value = 'stop';
    },
  },
];

export function ActionButtons(): JSX.Element | null {
  const page = usePage();
  const isReport = page.source.act === undefined;
  const refusal = isReport ? null : findRefusal(page);
  useEffect(() => {
    if (isReport) return;
    const handlerOf =
      ({ run }: PageAction): KeyHandler =>
      () => {
        if (findRefusal(page) === null) run(page);
        return true;
      };
    const withKeys = ACTIONS.flatMap((action) => (action.key ? [[action.key, handlerOf(action)]] : []));
    return onKeys(Object.fromEntries(withKeys));
  }, [page, isReport]);
  if (isReport) return null;
  return (
    <div class="actions" role="group" aria-label="Actions">
      {ACTIONS.map(({ label, title, style = '', key, run }) => (
        // A button that is disabled loses the focus and cannot give its reason, so it is only marked as disabled.
        <button
          key={label}
          type="button"
          class={`button ${style}`}
          aria-disabled={refusal !== null}
          aria-keyshortcuts={key}
          title={refusal || title}
          onClick={() => refusal === null && run(page)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Returns why no action is possible now, or `null`. The text is empty for the short time of another action. */
function findRefusal({ store, isActing }: PageState): string | null {
  const phase = store.state.value?.phase;
  if (phase === undefined) return 'The run is not known yet.';
  if (phase !== 'running') return 'The run has ended.';
  if (store.connection.value?.kind === 'lost') return 'The connection to covermain is lost.';
  return isActing.value ? '' : null;
}
