/** Default parameters, destructuring with defaults, rest, spread and template literals. */
let made = 0;
const next = () => ++made;

function add(a, b = next(), c = a > 2 ? b : 0) {
  return a + b + c;
}

function open({ host = 'localhost', port = next(), tls: { cert = 'none', key = cert } = {}, ...rest } = {}) {
  if (port > 3) return `${host}:${port}`;
  return `${host}:${port} ${cert} ${key} ${Object.keys(rest).length}`;
}

const pair = ([first = 'no first', [second = 'no second', ...others] = []] = []) => [first, second, ...others];

const swap = (list) => {
  let [a, b = a, ...tail] = list;
  [a, b] = [b, a];
  ({ length: a = 0 } = tail);
  return { a, b, tail };
};

class Box {
  constructor(width = 1, { height = width, depth = (() => height * 2)() } = {}) {
    Object.assign(this, { width, height, depth });
  }

  scale(factor = this.width > 2 ? 2 : 3, ...names) {
    return [factor * this.depth, ...names, ...(names.length > 1 ? ['many'] : [])];
  }

  set size([width = 0, height = width]) {
    this.width = width;
    this.height = height;
  }
}

const key = 'dynamic';
const read = ({ [key]: value = 'default', [`${key}2`]: other = `${value}!` }) => `${value} ${other ?? 'unused'}`;

function tag(strings, ...values) {
  return strings.raw.map((text, index) => text + (values[index] ?? '')).join('');
}

function total() {
  let sum = 0;
  for (const value of arguments) sum += value;
  return sum;
}

const sums = [add(1), add(1, 2), add(3), add(3, 1, 1), add(1, undefined, undefined), add(4, undefined, 2)];
const hosts = [open(), open({ port: 1 }), open({ host: 'a', port: 9 }), open({ tls: { cert: 'c' }, x: 1, y: 2 }), open({ tls: {} })];
const pairs = [pair(), pair([1]), pair([undefined, [2]]), pair([1, [undefined, 3, 4]])];
const swapped = [[1, 2, 3], [1], [5, undefined, 7, 8]].map(swap);
const boxes = [new Box(), new Box(3), new Box(2, { height: 5 }), new Box(3, { depth: 1 })];
const scaled = boxes.flatMap((box) => [...box.scale(), ...box.scale(1, 'x'), ...box.scale(undefined, 'y', 'z')]);
boxes[0].size = [];
boxes[1].size = [4];
boxes[2].size = [4, 5];

console.log(sums, hosts, pairs, swapped);
console.log(JSON.stringify(boxes), scaled.join());
console.log([{}, { dynamic: 1 }, { dynamic2: 2 }].map(read), tag`a${1}b${null}c\n`, total(...[1, 2], 3, ...new Set([4, 4])));
console.log(Math.max(...sums.slice(1), 0), { ...boxes[0], ...(made > 3 ? { late: true } : null) }, made);
for (const { width = 0, name: { length } = 'none' } of [...boxes, {}]) console.log(`${width > 2 ? `wide ${width}` : 'narrow'} ${length}`);
