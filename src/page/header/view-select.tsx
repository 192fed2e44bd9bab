/** Selects the coverage that the page shows. */
import type { JSX } from 'preact';
import { type CoverageView, formatView, parseView } from '../../view/coverage-view.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatTimeOfDay } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { nameRunView, nameView } from '../state/view-names.js';

export function ViewSelect(): JSX.Element {
  const { store, address, navigate } = usePage();
  const state = store.state.value;
  const { view } = address.value;
  const value = formatView(view);
  const marks = state?.marks ?? [];
  const sessions = state?.sessions ?? [];
  const known: readonly CoverageView[] = [
    { kind: 'run' },
    ...marks.map(({ mark }) => ({ kind: 'mark', mark }) as const),
    ...sessions.map(({ name }) => ({ kind: 'session', name }) as const),
  ];
  const isKnown = known.some((candidate) => formatView(candidate) === value);
  return (
    <label class="view-select">
      <span class="view-label">Coverage of</span>
      <select
        class="input"
        value={value}
        onChange={({ currentTarget }) => {
          const next = parseView(currentTarget.value);
          if (next) navigate({ view: next });
        }}
      >
        <option value="run">{nameRunView(state)}</option>
        {!isKnown && <option value={value}>{nameView(view, state)}</option>}
        {marks.length > 0 && (
          <optgroup label="Since a mark">
            {marks.map(({ mark, time }) => (
              <option key={mark} value={formatView({ kind: 'mark', mark })}>
                {`Since ${formatTimeOfDay(time)}`}
              </option>
            ))}
          </optgroup>
        )}
        {sessions.length > 0 && (
          <optgroup label="Session">
            {sessions.map(({ name }) => (
              <option key={name} value={formatView({ kind: 'session', name })}>
                {toVisibleText(name)}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}
