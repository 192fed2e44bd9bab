/** Tells the price of an item in cents. */
import { createServer } from 'node:http';

const PRICES = { tea: 350, cake: 420 };

const server = createServer((request, response) => {
  const item = new URL(request.url, 'http://localhost').searchParams.get('item');
  const price = PRICES[item];
  if (price === undefined) response.writeHead(404).end(`no such item: ${item}`);
  else response.end(String(price));
});

server.listen(0, '127.0.0.1', () => console.log(`prices: http://127.0.0.1:${server.address().port}`));
