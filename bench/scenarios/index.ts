/** All scenarios, in the order in which they run. */
import type { Scenario } from '../scenario.js';
import { agent } from './agent.js';
import { fflate, quicksort, rayTracer, sieve } from './algorithms.js';
import { center } from './center.js';
import { child } from './child.js';
import { collect } from './collect.js';
import { delays } from './delays.js';
import { dump } from './dump.js';
import { express } from './express.js';
import { httpService } from './http-service.js';
import { instrument } from './instrument.js';
import { manyFiles } from './many-files.js';
import { markdown } from './markdown.js';
import { memory } from './memory.js';
import { merge } from './merge.js';
import { page } from './page.js';
import { acorn, babelParser, esprima } from './parsers.js';
import { start } from './start.js';
import { trueCommand } from './true.js';
import { typescript } from './typescript.js';
import { verdaccio } from './verdaccio.js';
import { viewer } from './viewer.js';

export const SCENARIOS: readonly Scenario[] = [
  acorn,
  esprima,
  babelParser,
  rayTracer,
  sieve,
  quicksort,
  fflate,
  typescript,
  markdown,
  httpService,
  express,
  start,
  verdaccio,
  manyFiles,
  trueCommand,
  child,
  instrument,
  memory,
  agent,
  dump,
  delays,
  viewer,
  page,
  merge,
  collect,
  center,
];
