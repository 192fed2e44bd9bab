/** Fragments with functions: loops, switches, exceptions, recursion. */
import type { Fragment } from './fragment.js';

export const loops = (id: number): Fragment => ({
  use: `sumOfDigits${id}(n * ${id + 7})`,
  text: `
/** Adds up the digits of a number, and counts the even ones twice. */
function sumOfDigits${id}(number) {
  let sum = 0;
  for (let rest = Math.abs(number); rest > 0; rest = Math.floor(rest / 10)) {
    const digit = rest % 10;
    sum += digit % 2 === 0 ? digit * 2 : digit;
  }
  let rounds = 0;
  while (sum > 100) {
    sum -= ${(id % 9) + 2};
    rounds++;
  }
  return sum + rounds;
}
`,
});

export const choices = (id: number): Fragment => ({
  use: `describe${id}(n % 6).length`,
  text: `
function describe${id}(state) {
  switch (state) {
    case 0:
      return 'nothing has begun';
    case 1:
    case 2: {
      const name = state === 1 ? 'first' : 'second';
      return \`the \${name} step of ${id}\`;
    }
    case 3:
      return state > ${id % 5} ? 'beyond' : 'within';
    default:
      if (state < 0) return 'before the beginning';
      else if (state > 4) return 'behind the end';
      return 'somewhere';
  }
}
`,
});

export const failures = (id: number): Fragment => ({
  use: `parse${id}(n % 2 ? '{"size":3}' : '{', n).size`,
  text: `
function parse${id}(text, fallback) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null) throw new TypeError('no object');
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return { size: fallback };
    throw error;
  } finally {
    parse${id}.calls = (parse${id}.calls || 0) + 1;
  }
}
`,
});

export const tree = (id: number): Fragment => ({
  use: `depthOf${id}({ left: { left: null, right: {} }, right: n > 1 ? {} : null })`,
  text: `
function depthOf${id}(node) {
  if (!node) return 0;
  const left = depthOf${id}(node.left);
  const right = depthOf${id}(node.right);
  return 1 + (left > right ? left : right);
}

function visit${id}(node, visitor) {
  if (!node || visitor(node) === false) return;
  visit${id}(node.left, visitor);
  visit${id}(node.right, visitor);
}
`,
});
