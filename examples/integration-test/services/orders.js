/** Takes orders. Asks the service that `PRICES` names for the price of an item. */
import { createServer } from 'node:http';

/** Three of an item cost as much as two and a half. */
function discount(count, price) {
  return Math.floor(count / 3) * (price / 2);
}

async function order(item, count) {
  const answer = await fetch(`${process.env.PRICES}/?item=${item}`);
  if (!answer.ok) return { status: 400, text: await answer.text() };
  const price = Number(await answer.text());
  return { status: 200, text: String(count * price - (count >= 3 ? discount(count, price) : 0)) };
}

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const { status, text } = await order(searchParams.get('item'), Number(searchParams.get('count')));
  response.writeHead(status).end(text);
});

server.listen(0, '127.0.0.1', () => console.log(`orders: http://127.0.0.1:${server.address().port}`));
