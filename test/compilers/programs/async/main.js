/** Functions that older targets turn into state machines: async functions, async generators, `for await`. */
const log = [];
const later = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));

async function load(name, retries = 2) {
  for (let attempt = 0; attempt <= retries; attempt++) {
    try {
      if (attempt < name.length) throw new Error(`${name} ${attempt}`);
      return await later(name);
    } catch (error) {
      log.push(error.message);
      if (attempt === retries) return null;
    } finally {
      log.push('.');
    }
  }
}

async function sum(values) {
  let total = 0;
  for (const value of values) {
    if (value === 2) continue;
    total += await later(value);
    if (total > 6) break;
  }
  return total;
}

const double = async (value) => (value > 1 ? 2 * (await later(value)) : await later(value));

async function choose(value) {
  const first = (await later(value)) || (await later('none'));
  const second = value?.length ?? (await later(0));
  return first === 'none' ? 'nothing' : `${first} ${second}`;
}

async function* count(to) {
  let index = 0;
  try {
    while (index < to) {
      if (index === 1) {
        index += 1;
        continue;
      }
      yield await later(index++);
    }
    return 'done';
  } finally {
    log.push(`counted to ${index}`);
  }
}

async function collect(to, limit) {
  const seen = [];
  for await (const value of count(to)) {
    if (value >= limit) break;
    seen.push(value);
  }
  for await (const value of [later('x'), 'y']) seen.push(value);
  return seen;
}

class Queue {
  #jobs = [];
  done = 0;

  async add(...jobs) {
    this.#jobs.push(...jobs);
    if (this.#jobs.length < 2) return 'waits';
    await this.run();
    return 'ran';
  }

  async run() {
    while (this.#jobs.length) {
      const job = this.#jobs.shift();
      switch (await later(job)) {
        case 1:
          this.done += 1;
          break;
        case 2:
          this.done += 10;
        default:
          this.done += 100;
      }
    }
  }

  *[Symbol.iterator]() {
    yield* this.#jobs;
  }
}

async function fails(value) {
  if (value > 2) return later('passes');
  await later();
  throw new RangeError(`no ${value}`);
}

async function waitsForever() {
  log.push('waits');
  await new Promise(() => {});
  log.push('never');
}

async function main() {
  console.log(await Promise.all(['', 'a', 'bb', 'ccc'].map((name) => load(name))));
  console.log(await sum([1, 2, 3]), await sum([1, 2, 3, 4, 5]), await sum([]));
  console.log(await Promise.all([0, 1, 2, 3, 4].map(double)));
  console.log(await Promise.all(['', 'abc', null, [1, 2]].map((value) => choose(value))));
  console.log(await collect(0, 1), await collect(7, 4), await collect(3, 9));
  const queue = new Queue();
  console.log(await queue.add(1), [...queue], await queue.add(2), await queue.add(3, 1, 1, 2), queue.done);
  const results = await Promise.allSettled([1, 2, 3].map(fails));
  console.log(results.map(({ status, reason }) => `${status} ${reason?.message ?? '-'}`));
  waitsForever();
  console.log(log.length, log.sort().join());
}

globalThis.finished = main();
