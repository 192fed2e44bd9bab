/** Starts the app again in a separate process, such as a cluster worker (see stand-in.ts). */
import { pathToFileURL } from 'node:url';
import { readRunContext } from '../src/settings/run-context.js';

const run = readRunContext(process.env);
if (!run?.window)
  throw new Error('Cannot find the window: only an app that runs in a window starts this file.');
await import(pathToFileURL(run.window.harnessFile).href);
