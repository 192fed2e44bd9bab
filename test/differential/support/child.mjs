// Runs one workload, prints what it returns as JSON, and keeps what was counted.
// Arguments: the workload, the file for the counts, and the modules that the workload takes, each to import, or to
// require where its name begins with "require:".
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [workload, counts, ...names] = process.argv.slice(2);
const require = createRequire(import.meta.url);

process.on('exit', () => writeFileSync(counts, JSON.stringify(globalThis.__coverage__ ?? {})));

Date.now = () => 1_700_000_000_000;

// The same in every run. It is there before the modules, which may keep it, and begins again behind them, since
// engines may draw from it too.
let state = 1;
Math.random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

const modules = [];
for (const name of names) {
  const [, required] = /^require:(.*)/.exec(name) ?? [];
  modules.push(required ? require(required) : await import(name));
}
state = 1;
const { default: run } = await import(pathToFileURL(workload).href);
const result = await run(...modules);
console.log(JSON.stringify(result, null, 1));
