/** Loops: `for-of`, `for-in`, labels, `continue` and `break` that minifiers fold into conditions, and `switch`. */
let hits = 0;
for (const value of [1, 2, 3]) {
  if (value > 1) continue;
  hits += value;
}

function skipOdd(values) {
  const even = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value % 2) continue;
    if (value === 4) {
      even.push('four');
      continue;
    }
    even.push(value);
  }
  return even;
}

function firstOver(limit, values) {
  let found = -1;
  for (const value of values) {
    if (value <= limit) continue;
    found = value;
    break;
  }
  return found;
}

function pairs(size) {
  let count = 0;
  outer: for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      if (b > a) continue outer;
      if (a * b > 9) break outer;
      count += 1;
    }
    count += 100;
  }
  return count;
}

function countdown(from) {
  const seen = [];
  while (true) {
    if (from === 0) break;
    from--;
    if (from === 3) continue;
    seen.push(from);
  }
  do {
    from += 2;
    if (from > 4) return seen.concat(from);
  } while (from < 7);
  return seen;
}

function keysOf(object) {
  const keys = [];
  for (const key in object) if (Object.hasOwn(object, key) && key !== 'b') keys.push(key);
  for (var name in object) keys.push(name);
  return keys;
}

function kindOf(value) {
  switch (typeof value) {
    case 'number':
      if (value > 9) return 'large';
    case 'bigint':
      return 'small';
    case 'string': {
      const { length } = value;
      if (length === 0) break;
      return length > 3 ? 'text' : 'word';
    }
    case 'boolean':
    case 'undefined':
      break;
    default:
      return 'other';
  }
  return 'nothing';
}

function closures(size) {
  const functions = [];
  for (let index = 0; index < size; index++) {
    if (index === 2) continue;
    functions.push(() => (index > 2 ? index * 10 : index));
  }
  return functions.map((call) => call());
}

function entries(map) {
  let text = '';
  for (const [key, { size = 1, name = key } = {}] of map) {
    if (size === 0) continue;
    else if (size > 2) text += name.toUpperCase();
    else text += name;
  }
  return text;
}

function gather(rows) {
  const cells = [];
  for (const row of rows)
    for (const cell of row) {
      if (!cell) continue;
      try {
        if (cell > 8) throw new Error(`${cell}`);
        if (cell > 6) break;
      } catch (error) {
        cells.push(error.message);
        continue;
      } finally {
        cells.push('.');
      }
      cells.push(cell);
    }
  for (;;) {
    if (cells.length < 3) return cells;
    if (cells.pop() === '9') return cells.join('');
  }
}

const map = new Map([
  ['a', { size: 0 }],
  ['b', undefined],
  ['c', { size: 3 }],
  ['d', { name: 'dee' }],
  ['e', { size: 0 }],
]);

console.log(hits, skipOdd([1, 2, 3, 4, 5, 6, 7]), firstOver(3, [1, 2, 3, 4, 5]), firstOver(9, [1]));
console.log(pairs(0), pairs(1), pairs(3), pairs(7), countdown(0), countdown(7));
console.log(keysOf({ a: 1, b: 2, c: 3 }), [1, 10, 11, 1n, '', 'abc', 'abcd', 'abcde', true, undefined, null, {}].map(kindOf));
console.log(closures(4), entries(map), gather([[1, 0, 9], [2, 7, 3], [0, 0, 5]]), gather([]));
