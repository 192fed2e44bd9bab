/** Standard decorators, with functions and branches inside their arguments. */
const calls: string[] = [];

function logged(prefix = 'call') {
  return <This, Args extends unknown[], Result>(
    target: (this: This, ...args: Args) => Result,
    context: ClassMethodDecoratorContext<This, (this: This, ...args: Args) => Result>,
  ) =>
    function (this: This, ...args: Args): Result {
      calls.push(`${prefix} ${String(context.name)}${context.static ? ' static' : ''}`);
      return target.call(this, ...args);
    };
}

const doubled = (_: undefined, { name }: ClassFieldDecoratorContext) => (value: number) => (calls.push(`init ${String(name)}`), value * 2);
const tagged = (tag: string, make = () => tag.length) => <Class extends new (...args: any[]) => object>(target: Class, context: ClassDecoratorContext) => {
  context.addInitializer(() => { calls.push(`${context.name ?? 'anonymous'} is ${tag} of ${make()}`); });
  return target;
};
function clamped(max: number) {
  return <This>({ get, set }: ClassAccessorDecoratorTarget<This, number>, _: ClassAccessorDecoratorContext): ClassAccessorDecoratorResult<This, number> => ({
    get() { return get.call(this); },
    set(value) { set.call(this, value > max ? max : value); },
  });
}
const getter = (target: () => number, _: ClassGetterDecoratorContext) => function (this: unknown) { return target.call(this as never) + 100; };
const isLoud = Math.max(0, 1) === 1;

@tagged('a counter', () => 7)
@tagged(isLoud ? 'loud' : 'quiet')
class Counter {
  @doubled start = 4;
  @doubled static total = 21;
  @clamped(10) accessor level = 3;
  @logged() add(by = 1) { return (this.start += by); }
  @logged(isLoud && 'shout' || 'say') @logged('inner') static reset() { return Counter.total; }
  @(getter) get size() { return this.start; }
  @logged('never') private never() { return 0; }
}

export @tagged('exported') class Exported {
  @logged('generator') *items() { yield 1; yield 2; }
}

export function runDecorators(): unknown {
  const counter = new Counter();
  counter.level = 99;
  return [counter.add(), counter.add(5), counter.size, counter.level, Counter.reset(), [...new Exported().items()], calls];
}
