/** A program with as many files as the synthetic run, whose counters change as often. */
import type { Project } from '../project.js';
import { CHANGED_COUNTERS, CHANGED_FILES, DIRECTORIES, FILES, FUNCTIONS, INTERVAL } from './load.js';

/** Path of the large file. */
export const LARGE_MODULE = 'src/large.js';

/** Number of counts that a call of a function of the large file changes: of the function, three statements and three arms. */
const COUNTS_OF_CALL = 7;

export function streamingProject(): Project {
  const modules = Array.from({ length: DIRECTORIES * FILES - 1 }, (_, index) => {
    return `src/area-${index % DIRECTORIES}/file-${Math.floor(index / DIRECTORIES)}.js`;
  });
  const functions = Array.from({ length: FUNCTIONS }, (_, index) => textOfFunction(`function${index}`));
  return {
    files: {
      '.nycrc': JSON.stringify({ include: ['src/**'] }),
      'app.cjs': APP,
      ...Object.fromEntries(modules.map((path) => [path, MODULE])),
      [LARGE_MODULE]: `${functions.join('\n')}\n`,
      'modules.json': JSON.stringify(modules),
    },
  };
}

function textOfFunction(name: string): string {
  return [
    `exports.${name} = function ${name}(value, text = String(value)) {`,
    '  if (value > 10) return text;',
    "  const shown = value > 5 ? text : 'small';",
    '  return shown;',
    '};',
  ].join('\n');
}

/** Number of times that a call can cover more of a module: enough for a minute. */
const STEPS = 24;

const MODULE = `'use strict';

/** Returns the name of a step. */
exports.nameOf = function nameOf(step) {
  switch (step) {
${Array.from({ length: STEPS }, (_, step) => `    case ${step}:\n      return 'step ${step}';`).join('\n')}
  }
  return 'the end';
};
`;

const APP = `'use strict';
const { ready } = require('./bench.cjs');

const modules = require('./modules.json').map((path) => require('./' + path));
const functions = Object.values(require('./${LARGE_MODULE}'));

/** Calls the next \`count\` items of a list, from its start again at its end, with the number of times that it has ended. */
function createCaller(list, count, call) {
  let next = 0;
  return () => {
    for (let called = 0; called < count; called++, next++) call(list[next % list.length], Math.floor(next / list.length));
  };
}

const callModules = createCaller(modules, ${CHANGED_FILES}, ({ nameOf }, round) => nameOf(round));
const callFunctions = createCaller(functions, ${Math.round(CHANGED_COUNTERS / COUNTS_OF_CALL)}, (call) => call(1));
setInterval(() => {
  callModules();
  callFunctions();
}, ${INTERVAL});
ready(modules.length);
`;
