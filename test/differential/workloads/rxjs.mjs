// Operators on values, on errors, and on time that a scheduler makes up.
export default function (rx, { TestScheduler }) {
  const source = rx.from([5, 3, 8, 1, 9, 3, 2]);
  const seen = PIPELINES.map((make) => record(make(rx, source)));
  return [seen, subjects(rx), time(rx, TestScheduler)];
}

const PIPELINES = [
  (r, s) =>
    s.pipe(
      r.map((x) => x * 2),
      r.filter((x) => x > 4),
      r.scan((sum, x) => sum + x, 0),
      r.take(3),
    ),
  (r, s) =>
    s.pipe(
      r.reduce((sum, x) => sum + x),
      r.defaultIfEmpty(0),
      r.startWith(-1),
      r.endWith(1),
    ),
  (r, s) =>
    s.pipe(
      r.mergeMap((x) => r.of(x, -x)),
      r.distinct(),
      r.skip(2),
      r.toArray(),
    ),
  (r, s) =>
    s.pipe(
      r.concatMap((x) => (x > 8 ? r.throwError(() => new Error('nine')) : r.of(x))),
      r.catchError((e, _again) => r.of(e.message)),
      r.retry(1),
    ),
  (r, s) =>
    s.pipe(
      r.switchMap((x) => r.range(x, 2)),
      r.pairwise(),
      r.bufferCount(3, 2),
      r.last(),
    ),
  (r, s) =>
    s.pipe(
      r.exhaustMap((x) => r.of(x)),
      r.groupBy((x) => x % 2),
      r.mergeMap((g) =>
        g.pipe(
          r.count(),
          r.map((n) => [g.key, n]),
        ),
      ),
    ),
  (r, s) => r.combineLatest([s, r.of('a', 'b')]).pipe(r.takeLast(2)),
  (r, s) => r.zip(s, r.of(1, 2)),
  (r, s) => r.forkJoin({ a: s, b: r.of(1) }),
  (r, s) => r.merge(s, r.EMPTY, r.of(0)).pipe(r.min()),
  (r, s) => r.concat(s, s).pipe(r.distinctUntilChanged(), r.elementAt(3)),
  (r, s) => r.race(s, r.NEVER).pipe(r.first((x) => x > 5)),
  (r, s) => s.pipe(r.single((x) => x === 3)),
  (r, s) => s.pipe(r.find((x) => x > 7)),
  (r, s) =>
    s.pipe(
      r.every((x) => x > 0),
      r.isEmpty(),
    ),
  (r, s) => s.pipe(r.partition ? r.takeWhile((x) => x !== 1, true) : r.skipLast(1)),
  (r, s) =>
    s.pipe(
      r.windowCount(3),
      r.mergeMap((w) => w.pipe(r.toArray())),
    ),
  (r, s) =>
    s.pipe(
      r.expand((x) => (x < 100 ? r.of(x * 10) : r.EMPTY)),
      r.max(),
    ),
  (r, s) =>
    s.pipe(
      r.tap({
        next: (x) => {
          if (x === 9) throw new Error('tapped');
        },
        finalize: () => {},
      }),
      r.finalize(() => {}),
      r.materialize(),
    ),
  (r, s) =>
    s.pipe(
      r.withLatestFrom(r.of('z')),
      r.skipWhile(([x]) => x > 3),
      r.skipUntil(r.of(1)),
      r.takeUntil(r.NEVER),
      r.ignoreElements(),
    ),
  (r, s) => r.defer(() => s).pipe(r.share(), r.shareReplay?.(1) ?? r.share(), r.sequenceEqual(s)),
  (r, s) => r.iif(() => true, s, r.EMPTY).pipe(r.mergeScan((a, x) => r.of(a + x), 0)),
  (r, s) =>
    r
      .using(
        () => ({ unsubscribe() {} }),
        () => s,
      )
      .pipe(
        r.throwIfEmpty(),
        r.findIndex((x) => x > 7),
      ),
  (r) =>
    r.generate(
      1,
      (x) => x < 50,
      (x) => x * 3,
    ),
  (r) => r.from(new Map([[1, 2]])).pipe(r.mergeAll()),
  (r) => r.EMPTY.pipe(r.throwIfEmpty()),
  (r) => r.EMPTY.pipe(r.first()),
  (r) => r.of(1, 1).pipe(r.single()),
  (r) => r.pairs?.({ a: 1 }) ?? r.EMPTY,
  (r, s) => s.pipe(r.connect((shared) => r.merge(shared, shared.pipe(r.map(String))))),
  (r) => r.from({ length: 2, 0: 'x', 1: 'y' }),
  (r, s) =>
    r.onErrorResumeNext(
      r.throwError(() => 1),
      s,
    ),
  (r, s) => s.pipe(r.repeat(2), r.count()),
  (r, s) => s.pipe(r.zipWith(s), r.concatWith(s), r.raceWith(s), r.mapTo('m')),
];

function record(observable) {
  const events = [];
  observable.subscribe({
    next: (value) => events.push(value),
    error: (error) => events.push(String(error)),
    complete: () => events.push('complete'),
  });
  return events;
}

function subjects(r) {
  const seen = [];
  for (const subject of [
    new r.Subject(),
    new r.BehaviorSubject(0),
    new r.ReplaySubject(2),
    new r.AsyncSubject(),
  ]) {
    subject.next(1);
    const subscription = subject.subscribe((value) => seen.push(value));
    subject.next(2);
    subject.next(3);
    subscription.add(() => seen.push('off'));
    subscription.unsubscribe();
    subject.complete();
    subject.subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
  }
  return seen;
}

function time(r, TestScheduler) {
  const frames = [];
  const scheduler = new TestScheduler((actual, expected) => frames.push([actual.length, expected.length]));
  scheduler.run(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const a = hot('  -a-b-c---d-|');
    const b = cold(' ---x---y--#');
    expectObservable(a.pipe(r.debounceTime(2))).toBe('---b--c---(d|)');
    expectObservable(a.pipe(r.throttleTime(3, undefined, { leading: true, trailing: true }))).toBe('-a--c');
    expectObservable(r.merge(a, b).pipe(r.delay(4), r.timeout({ first: 90 }))).toBe('x');
    expectObservable(
      a.pipe(
        r.bufferTime(4),
        r.audit(() => r.timer(1)),
        r.sample(b),
      ),
    ).toBe('x');
    expectObservable(
      r
        .interval(3)
        .pipe(r.take(4), r.timeInterval(), r.auditTime(2), r.sampleTime(5), r.windowTime(2), r.mergeAll()),
    ).toBe('x');
    expectObservable(
      a.pipe(
        r.delayWhen(() => b),
        r.retry({ count: 2, delay: 1 }),
        r.switchScan((sum, x) => r.of(sum + x), ''),
      ),
    ).toBe('x');
    expectObservable(
      r
        .timer(2, 3)
        .pipe(r.takeUntil(r.timer(12)), r.observeOn(r.asapScheduler), r.subscribeOn(r.asyncScheduler)),
    ).toBe('x');
    expectSubscriptions(b.subscriptions).toBe('^---------!');
  });
  return frames;
}
