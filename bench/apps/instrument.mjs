/** Instruments one file in a fresh process: `<plain|nyc|covermain> <engine> <file>`. Runs from the repository. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';

const [tool, engine, file] = process.argv.slice(2);
const source = readFileSync(file, 'utf8');

/** Instruments with nyc's options. */
async function instrumentAsNyc() {
  const require = createRequire(import.meta.url);
  const { createInstrumenter } = require('istanbul-lib-instrument');
  const { autoWrap, compact, esModules, parserPlugins, preserveComments, produceSourceMap } =
    require('@istanbuljs/schema').defaults.nyc;
  const options = { autoWrap, compact, esModules, parserPlugins, preserveComments, produceSourceMap };
  const instrumenter = createInstrumenter(options);
  const code = instrumenter.instrumentSync(source, file);
  return { code, map: instrumenter.lastSourceMap() };
}

async function instrumentAsCovermain() {
  const { createInstrument } = await import('../../dist/src/instrument/index.js');
  const options = { parserPlugins: [], ignoreClassMethods: [], root: dirname(file) };
  return createInstrument(engine, options)(source, file);
}

const TOOLS = {
  plain: async () => ({ code: source }),
  nyc: instrumentAsNyc,
  covermain: instrumentAsCovermain,
};

const cpu = process.cpuUsage();
const start = performance.now();
const { code } = await TOOLS[tool]();
if (tool === 'plain') new vm.Script(code);
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
if (tool !== 'plain') new vm.Script(code); // throws unless the output is valid code
const values = {
  wall,
  CPU: (user + system) / 1000,
  'peak RSS': process.resourceUsage().maxRSS / 1024,
  output: Buffer.byteLength(code) / 1e6,
};
console.log(`@bench ${JSON.stringify({ values, check: '' })}`);
