/** The filters of the tree. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { onKeys } from '../keyboard.js';
import { defaultRefOf, usePage } from '../state/page-state.js';

export function TreeFilters(): JSX.Element {
  const page = usePage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(
    () =>
      onKeys({
        '/': () => {
          input.current?.focus();
          input.current?.select();
          return true;
        },
      }),
    [],
  );
  return (
    <div class="filters">
      <div class="filter">
        <input
          ref={input}
          type="search"
          class="input"
          aria-label="Filter files by path"
          aria-keyshortcuts="/"
          placeholder="Filter by path, for example src/*.ts"
          spellcheck={false}
          autocomplete="off"
          value={page.filter.value}
          onInput={({ currentTarget }) => {
            page.filter.value = currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            page.filter.value = '';
            event.currentTarget.blur();
            event.preventDefault();
          }}
        />
        <span class="key-hint">
          <kbd>/</kbd>
        </span>
      </div>
      <div class="checks">
        <label class="check">
          <input
            type="checkbox"
            checked={page.isOnlyMissing.value}
            onChange={({ currentTarget }) => {
              page.isOnlyMissing.value = currentTarget.checked;
            }}
          />
          Only missing
        </label>
        <ChangedFilter />
      </div>
    </div>
  );
}

/** Shows only the files that have changed since a Git ref. A report knows the changes of one ref or of none. */
function ChangedFilter(): JSX.Element | null {
  const page = usePage();
  const { since } = page.address.value;
  const known = page.store.changes.value?.base;
  const [text, setText] = useState(since ?? '');
  useEffect(() => setText(since ?? ''), [since]);
  const isReport = page.source.act === undefined;
  const defaultRef = defaultRefOf(page);
  if (isReport && known === undefined) return null;
  const base = text.trim() || defaultRef;
  return (
    <span class="check">
      <label class="check">
        <input
          type="checkbox"
          checked={page.isOnlyChanged.value}
          onChange={({ currentTarget }) => {
            page.isOnlyChanged.value = currentTarget.checked;
            if (currentTarget.checked && !isReport) page.navigate({ since: base });
          }}
        />
        Only changed since
      </label>
      <input
        class="input ref-input"
        aria-label="Git ref"
        placeholder={defaultRef}
        spellcheck={false}
        autocomplete="off"
        readOnly={isReport}
        value={isReport ? known : text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onChange={() => {
          if (page.isOnlyChanged.value || since !== null) page.navigate({ since: base });
        }}
      />
    </span>
  );
}
