/** The decorators, and a container that fills in what is injected. */
export const log: string[] = [];
type Class<T = any> = new (...args: any[]) => T;
const tokens = new Map<unknown, Map<number, unknown>>();

export function inject(token: unknown) {
  return (target: object, method: string | symbol | undefined, index: number): void => {
    log.push(`inject ${String(method ?? 'constructor')} ${index}`);
    const owner = method === undefined ? target : target.constructor;
    if (method !== undefined) return;
    const known = tokens.get(owner) ?? new Map<number, unknown>();
    tokens.set(owner, known.set(index, token));
  };
}

export function injectable<T extends Class>(target: T): T | void { log.push(`injectable ${target.name}`); }

export const sealed = (make: () => string) => (target: Class) => { log.push(make()); Object.seal(target.prototype); };

export function property({ initial = 0 }: { initial?: number } = {}) {
  return function (target: any, name: string) {
    if (typeof target === 'function') { log.push(`static ${name}`); return; }
    const values = new WeakMap<object, number>();
    Object.defineProperty(target, name, { get() { return values.get(this) ?? initial; }, set(value) { values.set(this, value * 2); } });
  };
}

export function logged(target: any, name: string, descriptor?: PropertyDescriptor): any {
  if (!descriptor) return void log.push(`field ${name}`);
  const { value, get } = descriptor;
  return value ? { ...descriptor, value(...args: unknown[]) { log.push(`${name}(${args.length})`); return value.apply(this, args); } } : { ...descriptor, get() { log.push(name); return get?.call(this); } };
}

export class Container {
  constructor(private readonly values: Record<string, unknown>) {}
  make<T>(wanted: Class<T>): T {
    const known = [...(tokens.get(wanted) ?? [])].sort(([a], [b]) => a - b);
    return new wanted(...known.map(([, token]) => typeof token === 'string' ? this.values[token] : this.make(token as Class)));
  }
}
