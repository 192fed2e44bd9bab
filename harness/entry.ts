/** The harness file of projects that have none: measures the module that `covermain manual ENTRY` names. */
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRunContext } from '../src/run-context.js';
import { testMain } from './test-main.js';

const run = readRunContext(process.env);
if (run?.entry === undefined)
  throw new Error('this file is run by `covermain manual ENTRY`, which names the entry');
const { entry, root } = run;
testMain(() => import(pathToFileURL(entry).href), { title: relative(root, entry) });
