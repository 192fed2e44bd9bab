/** Start of an app of 10,000 small files without caches. */
import { createSeat, rowOf } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Scenario } from '../scenario.js';
import { C8_REPORT, COVERMAIN, NYC_SILENT, PLAIN, TOOLS, type Variant } from '../variants.js';

const FILES = 10_000;
const FILES_PER_DIRECTORY = 100;

export const manyFiles: Scenario = {
  name: 'many-files',
  isolates:
    `Cost of each file: an app that loads ${FILES} files of a few lines, without caches, from spawn to its report ("ready") and ` +
    'to the end of the command ("exit").',
  rounds: { full: 3, quick: 1 },
  metrics: [
    { name: 'ready', unit: 'ms', compared: 'minimum' },
    { name: 'exit', unit: 'ms', compared: 'minimum' },
  ],
  targets: [{ metric: 'exit', row: COVERMAIN.name, than: PLAIN.name, factor: 3 }],
  tables: async (bench) => {
    const files = Object.fromEntries(Array.from({ length: FILES }, (_, id) => [pathOf(id), textOf(id)]));
    const project = { files: { 'app.cjs': APP, ...files } };
    const rows = TOOLS.map((variant) => {
      const seat = createSeat(bench.createDirectory('many-files'), uncached(variant), bench.node, project);
      const row = rowOf(variant, seat, {
        async sample() {
          seat.clearCaches();
          const { report, ready, exit } = await runProgram(await seat.launch(['app.cjs']));
          return { values: { ready, exit }, check: report.check, isCounting: seat.hasCounted() };
        },
      });
      return variant === NYC_SILENT || variant === C8_REPORT ? { ...row, mostRounds: 1 } : row;
    });
    return [{ title: `many-files, CommonJS, ${FILES} files`, base: PLAIN.name, rows }];
  },
};

/** Keeps covermain from writing a cache. nyc writes one, but never finds one. */
function uncached(variant: Variant): Variant {
  return {
    ...variant,
    async launch(app) {
      const launch = await variant.launch(app);
      return { ...launch, env: { ...launch.env, COVER_CACHE: 'off' } };
    },
  };
}

function pathOf(id: number): string {
  return `lib/part-${Math.floor(id / FILES_PER_DIRECTORY)}/file-${id}.js`;
}

function textOf(id: number): string {
  return `'use strict';

/** Returns the value of entry ${id}, or that of its fallback. */
exports.valueOf = function valueOf(key, fallback) {
  if (key === ${id}) return key * ${(id % 7) + 1};
  return fallback === undefined ? 0 : fallback;
};

exports.name = 'file ${id}';
`;
}

const APP = `'use strict';
const { ready } = require('./bench.cjs');

let sum = 0;
for (let id = 0; id < ${FILES}; id++) {
  const { valueOf } = require('./lib/part-' + Math.floor(id / ${FILES_PER_DIRECTORY}) + '/file-' + id + '.js');
  sum += valueOf(id);
}
ready(sum);
`;
