/** The buttons that act on a running program. A report has none. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { onKey } from '../keyboard.js';
import { usePage } from '../state/page-state.js';

export function ActionButtons(): JSX.Element | null {
  const page = usePage();
  const isReport = page.source.act === undefined;
  const isRunning = page.store.state.value?.phase === 'running';
  const isDisabled = !isRunning || page.isActing.value;
  const mark = () => void page.act({ kind: 'mark' });
  const startSession = () => {
    page.dialog.value = 'start session';
  };
  useEffect(() => {
    if (isReport) return;
    const stops = [
      onKey('m', () => {
        if (!isDisabled) mark();
        return true;
      }),
      onKey('s', () => {
        if (!isDisabled) startSession();
        return true;
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  });
  if (isReport) return null;
  return (
    <div class="actions" role="group" aria-label="Actions">
      <button
        type="button"
        class="button is-primary"
        disabled={isDisabled}
        aria-keyshortcuts="m"
        title="Show only code that runs from now on (m). The profile keeps all coverage."
        onClick={mark}
      >
        Since now
      </button>
      <button
        type="button"
        class="button"
        disabled={isDisabled}
        aria-keyshortcuts="s"
        title="Record the coverage of what you do next as a session (s)"
        onClick={startSession}
      >
        Start session
      </button>
      <button
        type="button"
        class="button"
        disabled={isDisabled}
        title="Write the coverage so far to the profile"
        onClick={() => void page.act({ kind: 'dump' })}
      >
        Dump
      </button>
      <button
        type="button"
        class="button"
        disabled={isDisabled}
        title="Count from zero. The profile keeps all coverage."
        onClick={() => {
          page.dialog.value = 'reset';
        }}
      >
        Reset…
      </button>
      <button
        type="button"
        class="button is-danger"
        disabled={isDisabled}
        title="Stop the program and write the final profile"
        onClick={() => {
          page.dialog.value = 'stop';
        }}
      >
        Stop…
      </button>
    </div>
  );
}
