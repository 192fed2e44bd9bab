/** Starts the app again in a process of its own, such as a cluster's worker: see stand-in.ts. */
import { pathToFileURL } from 'node:url';
import { readRunContext } from '../src/settings/run-context.js';

const run = readRunContext(process.env);
if (!run?.window) throw new Error('this file is started by an app that runs in a window');
await import(pathToFileURL(run.window.harnessFile).href);
