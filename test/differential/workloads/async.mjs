// Control flow on steps that end at once, in the order in which they were begun.
export default async function (...modules) {
  const results = [];
  for (const module of modules) results.push(await runAll(module.default ?? module));
  return results;
}

const later = (value, done) => setImmediate(done, null, value * 2);
const fails = (value, done) => setImmediate(done, value > 2 ? new Error(`over ${value}`) : null);
const isOdd = (value, done) => done(null, value % 2 === 1);

async function runAll(async) {
  const seen = [];
  const add = async (run) => seen.push(await run().then((value) => value ?? null, String));
  for (const name of ['map', 'mapSeries', 'concat', 'concatSeries', 'each', 'eachSeries', 'flatMap']) {
    await add(() => async[name]([1, 2, 3], later));
    await add(() => async[name]({ a: 1, b: 3 }, fails));
    await add(() => async[name](new Set([1, 2]), async (value) => value + 1));
  }
  for (const name of ['filter', 'reject', 'some', 'every', 'detect', 'sortBy', 'groupBy', 'partition'])
    if (async[name]) await add(() => async[name]([3, 2, 1], isOdd));
  for (const name of ['mapLimit', 'eachLimit', 'filterLimit', 'eachOfLimit', 'timesLimit'])
    await add(() =>
      async[name](
        name === 'timesLimit' ? 4 : [1, 2, 3, 4],
        2,
        name === 'eachOfLimit' ? (v, _k, done) => later(v, done) : later,
      ),
    );
  await add(() => async.mapValues({ a: 1 }, (value, key, done) => done(null, key + value)));
  await add(() => async.reduce([1, 2, 3], 10, (sum, value, done) => done(null, sum + value)));
  await add(() => async.reduceRight(['a', 'b'], '', (text, value, done) => done(null, text + value)));
  await add(() => async.transform([1, 2], (all, value, _key, done) => done(null, all.push(value))));
  await add(() => async.series({ one: (done) => done(null, 1), two: (done) => done(null, 2, 3) }));
  await add(() => async.parallel([(done) => later(1, done), async.reflect((done) => done('e'))]));
  await add(() => async.parallelLimit([(done) => later(1, done), (done) => later(2, done)], 1));
  await add(() =>
    async.waterfall([
      (done) => done(null, 1, 2),
      (a, b, done) => done(null, a + b),
      async.asyncify((sum) => sum * 2),
    ]),
  );
  await add(() =>
    async.auto({
      a: (done) => done(null, 1),
      b: ['a', ({ a }, done) => done(null, a + 1)],
      c: ['a', 'b', ({ b }, done) => done(null, b)],
    }),
  );
  await add(() => async.autoInject({ x: (done) => done(null, 4), y: (x, done) => done(null, x + 1) }));
  await add(async () => async.auto({ a: ['b', (_all, done) => done()], b: ['a', (_all, done) => done()] }));
  let count = 0;
  await add(() =>
    async.whilst(
      (done) => done(null, count < 3),
      (done) => done(null, ++count),
    ),
  );
  await add(() =>
    async.doUntil(
      (done) => done(null, ++count),
      (value, done) => done(null, value > 5),
    ),
  );
  await add(() =>
    async.retry({ times: 3, interval: 0 }, (done) =>
      ++count < 8 ? done(new Error('again')) : done(null, count),
    ),
  );
  await add(() => async.times(3, (index, done) => done(null, index)));
  await add(() => async.race([(done) => done(null, 'first'), (done) => setImmediate(done, null, 'second')]));
  await add(() => async.tryEach([(done) => done('no'), (done) => done(null, 'yes')]));
  await add(() => async.forever((next) => (++count > 12 ? next('stop') : setImmediate(next))));
  await add(
    () =>
      new Promise((resolve) =>
        async.compose(
          (n, done) => done(null, n + 1),
          (n, done) => done(null, n * 3),
        )(4, (_error, value) => resolve(value)),
      ),
  );
  await add(
    () =>
      new Promise((resolve) =>
        async.applyEach([(n, done) => done(null, n), later], 5)((_error, value) => resolve(value)),
      ),
  );
  await add(() => queued(async.queue(later, 2)));
  await add(() => queued(async.priorityQueue(later, 1), 3));
  await add(() => queued(async.cargo((tasks, done) => done(null, tasks.length), 2)));
  const memoized = async.memoize((value, done) => setImmediate(done, null, value + ++count));
  await add(() =>
    Promise.all(
      [1, 1, 2].map(
        (value) => new Promise((resolve) => memoized(value, (_error, result) => resolve(result))),
      ),
    ),
  );
  await add(
    () =>
      new Promise((resolve) =>
        async.timeout(
          (done) => setImmediate(done, null, 'in time'),
          10_000,
        )((_error, value) => resolve(value)),
      ),
  );
  await add(async () => async.map([1], 'no function'));
  return seen;
}

async function queued(queue, ...priority) {
  const seen = [];
  queue.saturated?.(() => seen.push('saturated'));
  queue.drain(() => seen.push('drained'));
  queue.error(() => seen.push('error'));
  queue.pause();
  for (const value of [1, 2, 3]) queue.push(value, ...priority, (_error, result) => seen.push(result));
  if (priority.length === 0) queue.unshift?.(0, (_error, result) => seen.push(result));
  queue.remove(({ data }) => data === 2);
  queue.resume();
  await queue.drain();
  return [...seen, queue.idle(), queue.length(), queue.running()];
}
