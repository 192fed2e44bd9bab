/** Starts the page with the data of a report, or with that of a running program. */

import { createLiveSource } from './data/live-source.js';
import { createReportSource, isReportPage } from './data/report-source.js';
import { type TokenPlaces, takeToken } from './data/token.js';
import { startPage } from './start-page.js';

const root = document.getElementById('app');
if (root) startPage(root, isReportPage() ? createReportSource() : createLiveSource(readToken()));

/** Must run before the page follows the address, from which it removes the token. */
function readToken(): string {
  let storage: TokenPlaces['storage'] = { getItem: () => null, setItem() {} };
  try {
    storage = sessionStorage;
  } catch {
    // The browser blocks storage, so a reload asks for the URL again.
  }
  return takeToken({ location, history, storage });
}
