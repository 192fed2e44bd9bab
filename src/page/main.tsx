/** Starts the page with the data of a report, or with that of a running program. */
import { createReportSource, isReportPage } from './data/report-source.js';
import { startPage } from './start-page.js';

const root = document.getElementById('app');
if (root && isReportPage()) startPage(root, createReportSource());
