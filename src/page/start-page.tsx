/** Renders the page with the data of a source. */
import { render } from 'preact';
import { App } from './app.js';
import type { DataSource } from './data/data-source.js';
import { keepFocus } from './keep-focus.js';
import { listenToKeys } from './keyboard.js';
import { followAddress } from './state/follow-address.js';
import { createPageState } from './state/page-state.js';
import { startTheme } from './theme.js';

export function startPage(root: HTMLElement, source: DataSource): void {
  startTheme();
  const page = createPageState(source);
  followAddress(page);
  listenToKeys(document);
  keepFocus(root);
  render(<App page={page} />, root);
}
