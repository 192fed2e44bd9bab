/** Fragments with classes, promises, generators and patterns. */
import type { Fragment } from './fragment.js';

export const account = (id: number): Fragment => ({
  use: `new Account${id}('owner ${id}').deposit(n).withdraw(1).balance`,
  text: `
class Account${id} {
  static opened = 0;
  #balance = ${id};
  history = [];
  constructor(owner) {
    this.owner = owner ?? 'nobody';
    Account${id}.opened++;
  }
  get balance() {
    return this.#balance;
  }
  deposit(amount) {
    if (!(amount > 0)) return this;
    this.#balance += amount;
    this.history.push({ kind: 'deposit', amount });
    return this;
  }
  withdraw(amount) {
    if (amount > this.#balance) throw new RangeError(\`\${this.owner} has only \${this.#balance}\`);
    this.#balance -= amount;
    this.history.push({ kind: 'withdrawal', amount });
    return this;
  }
}
`,
});

export const waiting = (id: number): Fragment => ({
  use: `await collect${id}(n % 4)`,
  text: `
async function fetch${id}(key) {
  await null;
  return { key, value: key * ${(id % 11) + 1} };
}

async function collect${id}(size) {
  let total = 0;
  for (let key = 0; key < size; key++) {
    const { value } = await fetch${id}(key);
    total += value;
  }
  const rest = await Promise.all([fetch${id}(1), fetch${id}(2)]);
  return total + rest.reduce((sum, { value }) => sum + value, 0);
}
`,
});

export const defaults = (id: number): Fragment => ({
  use: `configure${id}({ depth: n }).limit`,
  text: `
const DEFAULTS${id} = { limit: ${id + 10}, depth: 2, names: ['a', 'b', 'c'], nested: { on: true, level: ${id % 3} } };

function configure${id}({ limit = DEFAULTS${id}.limit, depth, names, nested: { on, level } = DEFAULTS${id}.nested } = {}) {
  const isDeep = (depth || DEFAULTS${id}.depth) > 3 && on;
  const known = names?.filter((name) => name !== '') ?? DEFAULTS${id}.names;
  return { limit: isDeep || level > 1 ? limit : limit / 2, known, ...(isDeep ? { level } : {}) };
}
`,
});

export const pipeline = (id: number): Fragment => ({
  use: `pipeline${id}(n + 5)`,
  text: `
function* numbers${id}(size) {
  for (let i = 0; i < size; i++) yield i * ${(id % 7) + 1};
}

const isWanted${id} = (value) => value % 3 !== ${id % 3};
const scale${id} = (factor) => (value) => value * factor;

function pipeline${id}(size) {
  const wanted = [...numbers${id}(size)].filter(isWanted${id}).map(scale${id}(2));
  return wanted.reduce((sum, value) => (value > 50 ? sum - 1 : sum + value), 0);
}
`,
});
