/** Several modules in one bundle: renamed, re-exported, partly unused, with state and side effects. */
import { average, describe as describeNumbers, total } from './numbers.js';
import * as text from './text.js';
import { DEBUG, LIMIT, level } from './settings.js';
import { Cache, cached } from './cache.js';

const cache = new Cache(LIMIT);

function report(name, values) {
  if (DEBUG) console.log('debug', name);
  const result = cached(cache, name, () => `${text.title(name)} ${describeNumbers(values)}`);
  if (level > 1 && values.length) return text.shorten(result, 12);
  return result;
}

for (const [name, values] of [
  ['one', [1]],
  ['many', [1, 2, 3, 4, 5, 6, 7]],
  ['none', []],
  ['one', [2]],
  ['negative', [-1, -2]],
  ['one', [3]],
]) {
  console.log(report(name, values), total(values), average(values));
}
console.log(cache.hits, cache.misses, text.pad('a', 3), text.pad('abcd', 3));
