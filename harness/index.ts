/** `covermain/harness`: runs the app's `main` in a window that a test keeps open. */
export type { WindowEnd } from './ends/end.js';
export { runAsMain } from './main-module.js';
export type { LoadApp } from './start-main.js';
export { type TestMainOptions, testMain } from './test-main.js';
export { openWindow } from './window.js';
export type { WindowOptions } from './window-options.js';
