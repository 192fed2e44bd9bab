/** Chooses between the light and the dark theme: the one that the user has chosen, or that of the system. */
import { type ReadonlySignal, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEY = 'covermain-theme';

const current = signal<Theme>('light');

export const theme: ReadonlySignal<Theme> = current;

/** Sets the theme, and follows that of the system until the user chooses one. */
export function startTheme(): void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const update = () => show(readChoice() ?? (query.matches ? 'dark' : 'light'));
  query.addEventListener('change', update);
  update();
}

/** Changes to the other theme and remembers it, if the browser allows that. */
export function toggleTheme(): void {
  const next = current.value === 'dark' ? 'light' : 'dark';
  show(next);
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Browsers may forbid storage, for example to pages from disk. The choice then lasts until the page is closed.
  }
}

function show(next: Theme): void {
  current.value = next;
  document.documentElement.dataset.theme = next;
}

function readChoice(): Theme | undefined {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === 'light' || choice === 'dark' ? choice : undefined;
  } catch {
    return undefined;
  }
}
