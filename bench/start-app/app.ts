/** Generates an app of 500 modules, each of which loads two others, so that a start has much to load and little to compute. */
import type { Project } from '../project.js';
import { fragmentsOf } from './fragments.js';

export type Flavour = 'CommonJS' | 'ES modules';

export const MODULES = 500;

export function startApp(flavour: Flavour): Project {
  const modules = Array.from({ length: MODULES }, (_, id) => [`lib/m${id}.js`, moduleText(id, flavour)]);
  const type = flavour === 'CommonJS' ? 'commonjs' : 'module';
  return {
    files: {
      'package.json': JSON.stringify({ name: 'measured', private: true, type }),
      'app.js': entryText(flavour),
      ...Object.fromEntries(modules),
    },
  };
}

/** Returns the number of characters of all files. */
export function sizeOf({ files }: Project): number {
  return Object.values(files).reduce((size, text) => size + text.length, 0);
}

function entryText(flavour: Flavour): string {
  return flavour === 'CommonJS'
    ? `const { ready } = require('./bench.cjs');
const { run } = require('./lib/m0.js');
run(3).then(ready);
`
    : `import { ready } from './bench.cjs';
import { run } from './lib/m0.js';
await ready(await run(3));
`;
}

/** Returns the text of a module. Each module omits one of the eight fragments, so that they differ. */
function moduleText(id: number, flavour: Flavour): string {
  const fragments = fragmentsOf(id).filter((_, index) => index !== id % 8);
  const children = [2 * id + 1, 2 * id + 2].filter((child) => child < MODULES);
  const sum = fragments.map(({ use }) => `  total += ${use};`).join('\n');
  const calls = children.map((child) => `  total += await child${child}.run(n + 1);`).join('\n');
  const isCommonJs = flavour === 'CommonJS';
  return `${isCommonJs ? "'use strict';" : ''}
${children.map((child) => importText(child, flavour)).join('\n')}
${fragments.map(({ text }) => text).join('')}
${isCommonJs ? '' : 'export '}async function run(n) {
  let total = 0;
${sum}
${calls}
  return total;
}
${isCommonJs ? 'exports.run = run;\n' : ''}`;
}

function importText(child: number, flavour: Flavour): string {
  return flavour === 'CommonJS'
    ? `const child${child} = require('./m${child}.js');`
    : `import * as child${child} from './m${child}.js';`;
}
