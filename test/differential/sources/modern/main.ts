/** Runs every file of this program; each gives something that can be compared. */
import { runAsync } from './async.js';
import { runClasses } from './classes.js';
import { runDecorators } from './decorators.js';
import runDefault, { runExports } from './exports.js';
import { runExpressions } from './expressions.js';
import { runFlow } from './flow.js';
import { runFunctions } from './functions.js';
import { runHints } from './hints.js';
import { runIgnored } from './ignored.js';
import { runLayout } from './layout.js';
import { runPatterns } from './patterns.js';
import { runThrows } from './throws.js';
import { runTypes } from './types.js';
import { runView } from './view.js';

export default async function (): Promise<unknown> {
  const { fromTheTop } = await import('./top-level.mjs');
  return {
    classes: runClasses(),
    decorators: runDecorators(),
    exports: [runExports(), runDefault()],
    expressions: runExpressions(),
    flow: runFlow(),
    functions: runFunctions(),
    hints: runHints(),
    ignored: runIgnored(),
    layout: runLayout(),
    patterns: runPatterns(),
    throws: runThrows(),
    types: runTypes(),
    view: runView(),
    async: await runAsync(),
    fromTheTop,
  };
}
