/** Functions that optimizers inline, because they are small, called once, or have constant arguments. */
import { clamp, identity, isEven, once } from './helpers.js';

const square = (value) => value * value;
const add = (a, b) => a + b;

function half(value) {
  return value / 2;
}

function absolute(value) {
  if (value < 0) return -value;
  return value;
}

function calledOnce(values) {
  const result = [];
  for (const value of values) {
    if (isEven(value)) result.push(square(value));
    else result.push(half(value));
  }
  return result;
}

function setup() {
  const state = { count: 0 };
  function increment(by) {
    if (by > 2) state.count += by;
    return state.count;
  }
  return increment;
}

const constant = () => 42;
const nothing = () => {};
function unusedResult(value) {
  return value === 1 ? 'one' : 'other';
}

(function immediately() {
  console.log('immediately');
})();

(() => {
  if (constant() === 42) console.log('constant');
  else console.log('never');
})();

const increment = setup();
for (const by of [0, 1, 3, 7]) increment(by);
unusedResult(1);
unusedResult(2);
nothing();
nothing();

console.log(calledOnce([0, 1, 2, 3, 4, 5, 6]), absolute(-3), absolute(3), absolute(4), add(1, 2), add(square(3), constant()));
console.log(clamp(5, 0, 3), clamp(-1, 0, 3), clamp(2, 0, 3), identity('same'), once(), increment(0));
