/** Harness file for projects without their own: measures the module that `covermain manual ENTRY` names. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRunContext } from '../src/settings/run-context.js';
import { runAsMain, startsOnlyAsMain } from './main-module.js';
import { testMain } from './test-main.js';

const run = readRunContext(process.env);
if (run?.entry === undefined)
  throw new Error('Cannot find the entry: only `covermain manual ENTRY` runs this file. Run that command.');
const { entry, root } = run;
const load = startsOnlyAsMain(readFileSync(entry, 'utf8'))
  ? () => runAsMain(entry)
  : () => import(pathToFileURL(entry).href);
testMain(load, { title: relative(root, entry) });
