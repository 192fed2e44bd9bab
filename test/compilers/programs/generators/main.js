/** Generators: finished, abandoned, closed early, sent values, delegating, and iterators by hand. */
const log = [];

function* range(from, to, step = 1) {
  for (let value = from; value < to; value += step) {
    if (value === 3) continue;
    yield value;
  }
}

function* guarded(values) {
  try {
    for (const value of values) {
      const sent = yield value;
      if (sent) log.push(sent);
    }
    log.push('end');
  } catch (error) {
    log.push(error.message);
    yield 'caught';
  } finally {
    log.push('closed');
  }
}

function* tree(node) {
  if (!node) return 0;
  const left = yield* tree(node.left);
  yield node.value ?? 'empty';
  const right = yield* tree(node.right);
  return 1 + left + right;
}

const lazy = {
  *[Symbol.iterator]() {
    yield* range(0, 2);
    yield* [7, 8];
  },
  get first() {
    for (const value of this) return value;
  },
};

class Countdown {
  constructor(from) {
    this.from = from;
  }

  [Symbol.iterator]() {
    let left = this.from;
    return {
      next: () => (left > 0 ? { done: false, value: left-- } : { done: true, value: undefined }),
      return() {
        log.push('stopped');
        return {};
      },
    };
  }
}

function* fibonacci() {
  let [a, b] = [0, 1];
  while (true) {
    const reset = yield a;
    [a, b] = reset ? [0, 1] : [b, a + b];
  }
}

const take = (count, values) => {
  const taken = [];
  if (count === 0) return taken;
  for (const value of values) if (taken.push(value) >= count) break;
  return taken;
};

const sending = guarded([1, 2, 3]);
sending.next();
sending.next('first');
sending.next('');
sending.next('third');
const throwing = guarded([1, 2]);
throwing.next();
throwing.throw(new Error('thrown'));
guarded([1]).next();
guarded([1]);
for (const value of guarded([5, 6, 7])) if (value === 6) break;

const numbers = fibonacci();
const sequence = [1, 2, 3, 4, 5, 6].map((value) => numbers.next(value === 5).value);
const leaf = (value) => ({ value });
const walk = tree({ left: leaf(1), value: 2, right: { left: leaf(undefined), value: 4 } });

console.log([...range(0, 7)], [...range(0, 0)], [...range(1, 9, 4)], [...lazy], lazy.first, [...walk], walk.next());
console.log([...new Countdown(3)], take(2, new Countdown(5)), take(0, []), take(9, range(2, 4)), sequence, log.join());
const [one, , three = 'none'] = new Countdown(2);
console.log(one, three, Math.max(...new Countdown(4)), Array.from(range(0, 3), (value) => value * 2));
