/** Takes the pictures of the live page in `docs/images/`, after `npm run build`: `node --import tsx scripts/take-screenshots.ts`. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { openChromium } from '../test/support/chromium.js';
import { startCovermain } from '../test/support/program.js';
import { type Files, makeProject } from '../test/support/project.js';

const SHOP: Files = {
  'package.json': JSON.stringify({ name: 'shop', type: 'module' }),
  '.nycrc': JSON.stringify({ include: ['src/**'], all: true }),
  'src/server.js': `import { createServer } from 'node:http';
import { total } from './cart/total.js';
import { refund } from './cart/refund.js';
import { findBooks } from './catalog/search.js';
import { placeOrder } from './orders/order.js';

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://shop');
  response.setHeader('Connection', 'close');
  if (url.pathname === '/total') response.end(String(total([12, 30], url.searchParams.get('code'))));
  else if (url.pathname === '/books') response.end(JSON.stringify(findBooks(url.searchParams.get('q'))));
  else if (url.pathname === '/order') response.end(String(placeOrder('emma', 1)));
  else if (url.pathname === '/refund') response.end(String(refund({ price: 12, days: 3 })));
  else response.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => console.log('ready', server.address().port, '.'));
`,
  'src/cart/total.js': `import { discountOf } from '../prices/discount.js';

/** Returns the price of a cart. */
export function total(prices, code) {
  let sum = 0;
  for (const price of prices) {
    if (price < 0) {
      throw new RangeError('A price is negative.');
    }
    sum += price;
  }
  const discount = code ? discountOf(code) : 0;
  return sum > 100 ? sum * (1 - discount) - 5 : sum * (1 - discount);
}

export function isFree(prices) {
  return total(prices) === 0;
}
`,
  'src/cart/refund.js': `/** Returns the part of a price that is paid back. */
export function refund({ price, days }) {
  if (days > 30) {
    return 0;
  }
  return days > 14 ? price / 2 : price;
}
`,
  'src/catalog/books.js': `export const BOOKS = [
  { id: 'emma', title: 'Emma', price: 12, stock: 900 },
  { id: 'dune', title: 'Dune', price: 30, stock: 0 },
];
`,
  'src/catalog/search.js': `import { BOOKS } from './books.js';

export function findBooks(text) {
  if (!text) return BOOKS;
  const word = text.toLowerCase();
  return BOOKS.filter(({ title }) => title.toLowerCase().includes(word));
}
`,
  'src/orders/order.js': `import { reserve } from './stock.js';

let number = 1000;

export function placeOrder(id, quantity) {
  if (quantity < 1) throw new RangeError('Nothing is ordered.');
  reserve(id, quantity);
  return ++number;
}
`,
  'src/orders/stock.js': `import { BOOKS } from '../catalog/books.js';

export function reserve(id, quantity) {
  const book = BOOKS.find((candidate) => candidate.id === id);
  if (book.stock < quantity) throw new Error('The book is sold out.');
  book.stock -= quantity;
}

export function release(id, quantity) {
  BOOKS.find((book) => book.id === id).stock += quantity;
}
`,
  'src/prices/discount.js': `const CODES = { SPRING: 0.1, FRIENDS: 0.2 };

export function discountOf(code) {
  return CODES[code.toUpperCase()] ?? 0;
}
`,
  'src/prices/currency.js': `export function inEuros(cents) {
  return (cents / 100).toFixed(2) + ' €';
}
`,
};

const images = resolve(import.meta.dirname, '../docs/images');
const project = makeProject(SHOP);
const program = startCovermain(project, ['run', '--ui', '--', 'node', 'src/server.js'], {
  env: { BROWSER: 'none' },
});
const [, port] = await program.printed(/ready (\d+) /);
const [address] = await program.printed(/http:\/\/127\.0\.0\.1:\d+\/#token=\S+/);
const browser = await openChromium();

async function request(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

async function startSession(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Start session' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Start session' }).click();
  await page.getByRole('tab', { name: /^Sessions\b(?! ×)/ }).click();
  await page.getByRole('button', { name: `End session ${name}` }).waitFor();
}

try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('treegrid').getByText('total.js', { exact: true }).click();
    await page.locator('.code-row[data-line="5"]').waitFor();
    if (colorScheme === 'light') {
      await startSession(page, 'search for books');
      await request('/books?q=dune', '/total');
      const end = page.getByRole('button', { name: 'End session search for books' });
      await end.click();
      await end.waitFor({ state: 'detached' });
      await startSession(page, 'checkout');
    }
    await page.getByRole('tab', { name: /^Sessions\b(?! ×)/ }).click();
    await page.locator('.code-row[data-line="12"]').click();
    const dismiss = page.getByRole('button', { name: 'Dismiss' });
    if (await dismiss.isVisible()) await dismiss.click();
    const checkout = ['/total', '/total?code=spring', '/refund', '/order'];
    await request(...checkout);
    await page.waitForTimeout(2_500); // the session shows its coverage
    await request(...checkout);
    await page.waitForTimeout(600); // the lines still glow
    await page.screenshot({ path: resolve(images, `live-page-${colorScheme}.png`) });
    await context.close();
  }
} finally {
  await browser.close();
  program.signalGroup('SIGINT');
  await program.ended;
  project.remove();
}
