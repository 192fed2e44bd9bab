/** Promises, async iteration, and functions that are still waiting when the program ends. */
import { setImmediate as turn } from 'node:timers/promises';

const seen: unknown[] = [];

async function* numbers(limit: number) {
  try { for (let n = 0; n < limit; n++) { await turn(); yield n; } } finally { seen.push('numbers closed'); }
}
async function sum(limit: number, add = async (a: number, b: number) => a + b) {
  let total = 0;
  for await (const n of numbers(limit)) { if (n === 1) continue; total = await add(total, n); if (total > 5) break; }
  return total;
}
async function fails(when: boolean) { await null; if (when) throw new Error('failed'); return 'passed'; }
async function nested() {
  try { return await fails(true); } catch (error) { seen.push((error as Error).message); return await fails(false); } finally { await turn(); seen.push('finally'); }
}
const waits = async () => { seen.push('waits'); await new Promise(() => {}); seen.push('never'); return 'never'; };
async function* stuck() { yield 1; await new Promise(() => {}); yield 2; }
const chained = (n: number) => Promise.resolve(n).then((value) => value > 1 ? value * 2 : Promise.reject(new Error('small'))).catch((error: Error) => error.message).finally(() => seen.push('chained'));
const conditional = async (a?: number) => (await a) ?? (await chained(a ?? 1)) ?? 'none';
class Later { constructor(private value = 1) {} then(resolve: (value: number) => void) { resolve(this.value++); } async *[Symbol.asyncIterator]() { yield* [this.value, await this]; } static async make() { return { later: new Later() }; } }
async function collect<Item>(items: AsyncIterable<Item> | Iterable<Promise<Item>>) { const all: Item[] = []; for await (const item of items) all.push(item); return all; }
async function using_() { const resource = { open: true, async close() { await turn(); this.open = false; } }; try { return resource.open && 'open'; } finally { await resource.close(); seen.push(resource.open); } }

export async function runAsync(): Promise<unknown> {
  void waits();
  const iterator = stuck();
  await iterator.next();
  void iterator.next();
  const { later } = await Later.make();
  const results = [
    await sum(6), await sum(2), await nested(), await fails(true).catch(() => 'caught'), await Promise.all([1, 2].map(async (n) => (await turn(n)) + 1)), await chained(1), await chained(3),
    await conditional(0), await conditional(), await later, await collect(later), await collect([turn('a'), turn('b')]), await Promise.allSettled([fails(true), fails(false)]).then((all) => all.map(({ status }) => status)), await using_(),
    await Promise.race([waits(), turn('first')]), await Promise.any([fails(true), turn('any')]),
  ];
  return [results, seen];
}
