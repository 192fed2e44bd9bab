/** The harness file of projects that have none: measures the module that `covermain manual ENTRY` names. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRunContext } from '../src/settings/run-context.js';
import { runAsMain, startsOnlyAsMain } from './main-module.js';
import { testMain } from './test-main.js';

const run = readRunContext(process.env);
if (run?.entry === undefined)
  throw new Error('this file is run by `covermain manual ENTRY`, which names the entry');
const { entry, root } = run;
const load = startsOnlyAsMain(readFileSync(entry, 'utf8'))
  ? () => runAsMain(entry)
  : () => import(pathToFileURL(entry).href);
testMain(load, { title: relative(root, entry) });
