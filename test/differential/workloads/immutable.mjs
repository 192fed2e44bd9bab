// Collections small and large, through all their shapes.
export default function (module) {
  const I = module.default ?? module;
  const numbers = Array.from({ length: 2500 }, (_, index) => (index * 7919) % 2503);
  const list = I.List(numbers);
  const map = I.Map(numbers.map((number) => [`k${number}`, number]));
  const Point = I.Record({ x: 0, y: 0 }, 'Point');
  const results = [
    list.push(1).unshift(2).set(3000, 3).delete(5).insert(7, 8).setSize(40).slice(3, -2).reverse(),
    list
      .sort()
      .filter((number) => number % 3)
      .map((number) => number * 2)
      .take(20)
      .concat([1], I.List([2]), 3),
    list.groupBy((number) => number % 4).map((group) => group.count()),
    list
      .toSeq()
      .skip(10)
      .filterNot((number) => number % 2)
      .zip(I.Range(0, 9))
      .flatten()
      .cacheResult(),
    list
      .withMutations((self) =>
        self
          .pop()
          .shift()
          .push(9)
          .update(0, (number) => number + 1),
      )
      .last(),
    map
      .set('x', 1)
      .delete('k3')
      .merge({ x: 2, y: I.Map({ z: 1 }) })
      .filter((value) => value < 20)
      .sortBy((value) => -value),
    map.reduce((sum, value) => sum + value, 0),
    map.findKey((value) => value === 17),
    map.toOrderedMap().reverse().first(),
    map.withMutations((self) => numbers.reduce((left, number) => left.remove(`k${number}`), self)).size,
    I.fromJS({ a: { b: [1, { c: 2 }] } })
      .setIn(['a', 'b', 1, 'd'], 3)
      .updateIn(['a', 'b', 0], (value) => value + 1)
      .mergeDeep({ a: { e: [4] } })
      .deleteIn(['a', 'b', 0]),
    I.Set(numbers)
      .union([1, -1])
      .intersect(numbers.slice(0, 50))
      .subtract([0, 1])
      .map((number) => number >> 1)
      .sort(),
    I.OrderedSet(['b', 'a', 'b']).add('c').delete('a'),
    I.OrderedMap({ b: 1, a: 2 })
      .set('c', 3)
      .delete('b')
      .sortBy((value) => -value),
    I.Stack([1, 2, 3]).push(4).pop().unshift(0).reverse(),
    I.Repeat('x', 3),
    I.Range(10, 0, 3),
    I.Range(0, 5).includes(3),
    new Point({ x: 1 }).set('y', 2).merge({ x: 5 }).toString(),
    new Point().equals(Point({ x: 0 })),
    attempt(() => new Point().set('z', 1)),
    I.Seq({ a: 1, b: 2 })
      .flip()
      .mapEntries(([key, value]) => [`${key}!`, value])
      .toObject(),
    I.is(I.Map({ a: I.List([1]) }), I.Map({ a: I.List([1]) })),
    I.Map([
      [I.List([1]), 'list'],
      [Number.NaN, 'nan'],
      [null, 'null'],
    ]).get(I.List([1])),
    [1, 2].map(() => I.hash('some text that is long enough to be cached')),
    I.hash({ valueOf: () => 3 }),
    I.hash(1.5),
    I.hash(true),
    I.merge({ a: 1 }, { b: 2 }),
    I.setIn({ a: [1] }, ['a', 0], 2),
    I.getIn({ a: [1] }, ['a', 0]),
    I.removeIn({ a: 1 }, ['a']),
    I.updateIn({}, ['q', 'r'], () => 1),
    list
      .interpose(0)
      .splice(2, 3, 'x')
      .partition?.((value) => value === 'x'),
    list.max(),
    list.minBy((number) => -number),
    list.isSubset(list),
    list.countBy((number) => number % 2),
    attempt(() => I.Map([1])),
    attempt(() => I.List().setIn([0, 'a', 'b'], 1)),
    String(I.Map({ a: I.Set([1]) })),
    attempt(() => I.fromJS(1)),
    list.interleave(I.List([1, 2])),
    I.Map(
      numbers
        .slice(0, 9)
        .map((number) => [
          { toString: () => 'same', hashCode: () => number % 2, equals: () => false },
          number,
        ]),
    ).size,
  ];
  return results.map((result) => JSON.stringify(result)?.slice(0, 400) ?? null);
}

function attempt(run) {
  try {
    return run();
  } catch (error) {
    return error.message;
  }
}
