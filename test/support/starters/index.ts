/** All starters, ordered by framework. */
import { EXPRESS_GENERATOR, EXPRESS_HELLO, EXPRESS_TYPESCRIPT } from './express.js';
import { FASTIFY_CLI, FASTIFY_CLI_TYPESCRIPT, FASTIFY_TYPESCRIPT } from './fastify.js';
import { NEST } from './nest.js';
import { COMPILED, KOA, PLAIN_SCRIPT, TS_NODE } from './node.js';
import type { Starter } from './starter.js';

export const STARTERS: readonly Starter[] = [
  EXPRESS_HELLO,
  EXPRESS_GENERATOR,
  EXPRESS_TYPESCRIPT,
  FASTIFY_TYPESCRIPT,
  FASTIFY_CLI,
  FASTIFY_CLI_TYPESCRIPT,
  NEST,
  KOA,
  PLAIN_SCRIPT,
  COMPILED,
  TS_NODE,
];
