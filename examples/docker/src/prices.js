const PRICE = 5;

/**
 * Returns the price of an order.
 *
 * @param {number} items
 * @param {string} country
 */
export function quote(items, country) {
  const price = items >= 10 ? discounted(items) : items * PRICE;
  return { items, price, shipping: shipping(country) };
}

/** @param {number} items */
function discounted(items) {
  return items * PRICE * 0.9;
}

/** @param {string} country */
function shipping(country) {
  if (country === 'DE') return 4;
  return 9;
}
