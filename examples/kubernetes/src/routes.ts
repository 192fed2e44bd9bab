/** The routes of the service. */
import { Hono } from 'hono';
import { priceOf, UnknownItemError } from './prices.js';

export function createRoutes(): Hono {
  const routes = new Hono();
  routes.get('/healthz', (context) => context.text('ok\n'));
  routes.get('/price/:item', (context) => {
    const count = Number(context.req.query('count') ?? 1);
    if (!Number.isInteger(count) || count < 1) return context.json({ error: 'count must be a number' }, 400);
    return context.json({ cents: priceOf(context.req.param('item'), count) });
  });
  routes.onError((error, context) => {
    if (error instanceof UnknownItemError) return context.json({ error: error.message }, 404);
    console.error(error);
    return context.json({ error: 'internal error' }, 500);
  });
  return routes;
}
