/** Decorators of TypeScript, as NestJS and TypeORM use them. */
const registered: string[] = [];

function Controller(prefix = '/') {
  return (target: new (...args: never[]) => unknown) => {
    registered.push(`${prefix} ${target.length > 0 ? 'with parameters' : 'plain'}`);
  };
}

const Get =
  (path?: string): MethodDecorator =>
  (target, key, descriptor) => {
    registered.push(path ?? String(key));
    const original = descriptor.value as unknown as (...args: unknown[]) => unknown;
    descriptor.value = function (this: unknown, ...args: unknown[]) {
      if (args.length > 1) registered.push('many');
      return original.apply(this, args);
    } as never;
    return descriptor;
  };

function Inject(token?: string): ParameterDecorator {
  return (_, key, index) => void registered.push(`${token ?? 'any'} ${index} ${key === undefined ? 'constructor' : 'method'}`);
}

function Column(options: { nullable?: boolean } = {}): PropertyDecorator {
  if (options.nullable) return () => {};
  return (_, key) => void registered.push(`required ${String(key)}`);
}

class Entity {
  @Column() id = 0;
  @Column({ nullable: true }) name?: string;
  @Column() tags: string[] = this.name ? [this.name] : [];
}

@Controller('/items')
class Items {
  private served = 0;

  constructor(
    @Inject('store') private readonly store: Map<number, Entity>,
    @Inject() readonly limit = 3,
  ) {}

  @Get()
  find(@Inject('id') id: number): string {
    this.served++;
    const entity = this.store.get(id);
    if (!entity) return 'none';
    return entity.name ?? `unnamed ${entity.id}`;
  }

  @Get('/all')
  async list(from = 0, to: number = this.limit): Promise<number[]> {
    const ids: number[] = [];
    for (const { id } of this.store.values()) {
      if (id < from || id >= to) continue;
      ids.push(id);
    }
    return ids.length ? ids : [this.served];
  }

  static create(size: number): Items {
    const store = new Map<number, Entity>();
    for (let id = 0; id < size; id++) store.set(id, Object.assign(new Entity(), { id, ...(id % 2 && { name: `n${id}` }) }));
    return new Items(store);
  }
}

@Controller()
class Empty {}

async function main(): Promise<void> {
  const items = Items.create(5);
  console.log([0, 1, 2, 3, 9].map((id) => items.find(id)));
  console.log(await items.list(), await items.list(1, 5), await items.list(7), new Empty() instanceof Empty);
  console.log(registered.join());
}

(globalThis as { finished?: unknown }).finished = main();
export {};
