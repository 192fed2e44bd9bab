/** Prices in cents. */

export class UnknownItemError extends Error {}

const PRICES: ReadonlyMap<string, number> = new Map([
  ['tea', 350],
  ['cake', 420],
]);

/** @throws UnknownItemError */
export function priceOf(item: string, count: number): number {
  const price = PRICES.get(item);
  if (price === undefined) throw new UnknownItemError(`no such item: ${item}`);
  return count * price - discountOf(price, count);
}

/** Three of an item cost as much as two and a half. */
function discountOf(price: number, count: number): number {
  return count < 3 ? 0 : Math.floor(count / 3) * (price / 2);
}
