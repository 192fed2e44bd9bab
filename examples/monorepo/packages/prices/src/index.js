/** Prices in cents. Both services import this package. */
const PRICES = { apple: 50, pear: 80 };

export function priceOf(item, amount) {
  if (!(item in PRICES)) throw new RangeError(`Unknown item ${item}: expected apple or pear.`);
  return PRICES[item] * amount;
}

/** Ten percent from 1000 cents on. */
export function discountOf(total) {
  return total >= 1000 ? total / 10 : 0;
}
