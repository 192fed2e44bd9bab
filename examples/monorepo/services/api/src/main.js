/** A service that takes orders, such as `POST /orders/apple/3`, and lists them: `GET /orders`. */
import { createServer } from 'node:http';
import { priceOf } from '@shop/prices';

const orders = [];

const server = createServer((request, response) => {
  const [, , item, amount] = request.url.split('/');
  try {
    if (request.method === 'POST') orders.push({ item, amount, price: priceOf(item, Number(amount)) });
    response.end(JSON.stringify(orders));
  } catch (error) {
    response.writeHead(400).end(error.message);
  }
});

server.listen(process.env.PORT ?? 0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
