/** Lists the lines that have changed since a Git ref and have not run yet. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatLineRange, joinLines } from '../../view/line-ranges.js';
import { groupDigits } from '../../view/line-words.js';
import type { ChangedFileView, ChangesView } from '../../view/messages.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatQuantity, formatShare } from '../state/format.js';
import { defaultRefOf, usePage } from '../state/page-state.js';
import { CoverageBar } from '../widgets/coverage-bar.js';
import { FileName } from '../widgets/file-name.js';

/** Number of ranges of a file that are shown. */
const SHOWN_RANGES = 40;

export function ToDoList(): JSX.Element {
  const { store, address, source } = usePage();
  const changes = store.changes.value;
  const isReport = source.act === undefined;
  return (
    <div class="to-do">
      {!isReport && <RefForm />}
      {store.noChanges.value !== null && (
        <p class={`message ${isReport ? '' : 'is-error'}`}>{toVisibleText(store.noChanges.value)}</p>
      )}
      {changes && <ChangedFiles changes={changes} />}
      {!changes && !isReport && store.noChanges.value === null && (
        <p class="message">
          {address.value.since === null
            ? 'Press Show to list the changed lines that have not run yet.'
            : 'Loading…'}
        </p>
      )}
    </div>
  );
}

function RefForm(): JSX.Element {
  const page = usePage();
  const { address, navigate } = page;
  const defaultRef = defaultRefOf(page);
  const { since } = address.value;
  const [text, setText] = useState(since ?? defaultRef);
  useEffect(() => setText(since ?? defaultRef), [since, defaultRef]);
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        navigate({ since: text.trim() || defaultRef });
      }}
    >
      <label class="inline-field">
        Lines changed since
        <input
          class="input ref-input"
          placeholder={defaultRef}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit" class={`button ${since === null ? 'is-primary' : ''}`}>
        Show
      </button>
      {since !== null && (
        <button type="button" class="button is-quiet" onClick={() => navigate({ since: null })}>
          Clear
        </button>
      )}
    </form>
  );
}

function ChangedFiles({ changes }: { readonly changes: ChangesView }): JSX.Element {
  const total = changes.files.reduce((sum, { executable }) => sum + executable.length, 0);
  const missed = changes.files.reduce((sum, file) => sum + file.missed.length, 0);
  const open = changes.files
    .filter((file) => file.missed.length > 0)
    .sort((one, other) => other.missed.length - one.missed.length || (one.path < other.path ? -1 : 1));
  return (
    <>
      <div class="progress">
        <span class="progress-text">
          {total === 0
            ? `No code has changed since ${toVisibleText(changes.base)}.`
            : `${groupDigits(total - missed)} of ${formatQuantity(total, 'changed line')} have run, compared with ${toVisibleText(changes.base)} (${formatShare(total - missed, total)})`}
        </span>
        {total > 0 && missed === 0 && <span class="muted">Every changed line was executed.</span>}
        {total > 0 && <CoverageBar total={total} parts={[total - missed]} />}
      </div>
      <ul class="to-do-files">
        {open.map((file) => (
          <MissedFile key={file.path} file={file} />
        ))}
      </ul>
      {changes.notes.length > 0 && (
        <ul class="notes">
          {changes.notes.map(({ path, reason }) => (
            <li key={path}>
              <FileName path={path} /> {toVisibleText(reason)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function MissedFile({ file }: { readonly file: ChangedFileView }): JSX.Element {
  const { navigate } = usePage();
  const ranges = joinLines(file.missed);
  return (
    <li class="to-do-file">
      <button
        type="button"
        class="link"
        onClick={() => navigate({ file: file.path, line: file.missed[0] ?? null })}
      >
        <FileName path={file.path} />
      </button>
      <span class="to-do-count">{formatQuantity(file.missed.length, 'line')}</span>
      <span class="ranges">
        {ranges.slice(0, SHOWN_RANGES).map((range) => (
          <button
            key={range.first}
            type="button"
            class="range"
            aria-label={`Line ${formatLineRange(range)} of ${toVisibleText(file.path)}`}
            onClick={() => navigate({ file: file.path, line: range.first })}
          >
            {formatLineRange(range)}
          </button>
        ))}
        {ranges.length > SHOWN_RANGES && <span class="muted">and {ranges.length - SHOWN_RANGES} more</span>}
      </span>
    </li>
  );
}
