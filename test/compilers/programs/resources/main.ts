/** `using` and `await using`, which compilers lower for current versions of Node. */
const log: string[] = [];

const open = (name: string) => ({
  name,
  [Symbol.dispose]() {
    log.push(`closed ${name}`);
  },
});

const connect = async (name: string) => ({
  name,
  async [Symbol.asyncDispose]() {
    await null;
    log.push(name ? `disconnected ${name}` : 'disconnected');
  },
});

function copy(names: readonly string[]): string {
  using target = open('target');
  for (const name of names) {
    if (name === '') continue;
    using source = open(name);
    if (name === 'bad') throw new Error(`cannot read ${source.name}`);
    log.push(`${source.name} to ${target.name}`);
  }
  return names.length > 1 ? 'many' : 'few';
}

async function query(name: string, times = 1): Promise<string> {
  await using connection = await connect(name);
  for (let time = 0; time < times; time++) log.push(connection.name);
  if (times > 2) return 'often';
  return 'seldom';
}

async function main(): Promise<void> {
  console.log(copy(['a']), copy(['a', '', 'b']));
  try {
    copy(['c', 'bad', 'd']);
  } catch (error) {
    log.push((error as Error).message);
  }
  console.log(await query('x'), await query('', 3), await query('y', 0));
  console.log(log.join());
}

(globalThis as { finished?: unknown }).finished = main();
export {};
