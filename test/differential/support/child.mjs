// Runs one workload, prints its result as JSON, and writes the coverage to a file.
// Arguments: the workload, the file for the coverage, and the modules that are passed to the workload. A module is imported,
// or required if its name starts with "require:".
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [workload, counts, ...names] = process.argv.slice(2);
const require = createRequire(import.meta.url);

process.on('exit', () => writeFileSync(counts, JSON.stringify(globalThis.__coverage__ ?? {})));

Date.now = () => 1_700_000_000_000;

// Random numbers are the same in every run. `Math.random` is replaced before the modules are loaded, because they may store
// it. The sequence restarts after they are loaded, because engines may use it, too.
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
