/** The dialogs of the page: help, a new session and confirmations. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePage } from '../state/page-state.js';
import { ModalDialog } from '../widgets/modal-dialog.js';
import { HelpDialog } from './help-dialog.js';

export function PageDialogs(): JSX.Element | null {
  const page = usePage();
  const close = () => {
    page.dialog.value = null;
  };
  switch (page.dialog.value) {
    case 'help':
      return <HelpDialog onClose={close} />;
    case 'start session':
      return <SessionDialog onClose={close} />;
    case 'reset':
      return (
        <ConfirmDialog
          title="Reset all counters?"
          text="All counters and marks start again at zero. What has run so far is in the final profile, and open sessions go on."
          action="Reset"
          onConfirm={() => void page.act({ kind: 'reset' })}
          onClose={close}
        />
      );
    case 'stop':
      return (
        <ConfirmDialog
          title="Stop the program?"
          text="All processes of the run end in order, and the final profile is written. This page stays open."
          action="Stop"
          onConfirm={() => void page.act({ kind: 'stop' })}
          onClose={close}
        />
      );
    case null:
      return null;
  }
}

interface DialogProps {
  readonly onClose: () => void;
}

interface ConfirmDialogProps extends DialogProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => void;
}

function ConfirmDialog({ title, text, action, onConfirm, onClose }: ConfirmDialogProps): JSX.Element {
  return (
    <ModalDialog title={title} onClose={onClose}>
      <p>{text}</p>
      <form method="dialog" class="dialog-buttons">
        <button type="submit" class="button">
          Cancel
        </button>
        <button type="submit" class="button is-danger" onClick={onConfirm}>
          {action}
        </button>
      </form>
    </ModalDialog>
  );
}

function SessionDialog({ onClose }: DialogProps): JSX.Element {
  const page = usePage();
  const [name, setName] = useState('');
  return (
    <ModalDialog title="Start a session" onClose={onClose}>
      <p>A session records the coverage of what you do until you end it, for example of one test case.</p>
      <form
        method="dialog"
        onSubmit={() => {
          if (name.trim() !== '') void page.act({ kind: 'start session', name: name.trim() });
        }}
      >
        <label class="field">
          Name
          <input
            class="input"
            required
            autocomplete="off"
            spellcheck={false}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <div class="dialog-buttons">
          <button
            type="button"
            class="button"
            onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}
          >
            Cancel
          </button>
          <button type="submit" class="button is-primary">
            Start session
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
