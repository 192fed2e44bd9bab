/** A small shop on express: routers, parameters, query strings, JSON bodies, middleware, an error handler. */
'use strict';
const express = require('express');
const { serve } = require('./bench.cjs');

const items = Array.from({ length: 200 }, (_, id) => ({ id, name: `item ${id}`, price: (id * 37) % 101 }));

const shop = express.Router();
shop.param('id', (request, _response, next, id) => {
  request.item = items[Number(id)];
  next(request.item ? undefined : Object.assign(new Error(`there is no item ${id}`), { status: 404 }));
});
shop.get('/items/:id', (request, response) => response.json(request.item));
shop.get('/items', (request, response) => {
  const { below = '50', size = '10' } = request.query;
  response.json(items.filter(({ price }) => price < Number(below)).slice(0, Number(size)));
});
shop.post('/orders', express.json(), (request, response) => {
  const total = request.body.ids.reduce((sum, id) => sum + items[id].price, 0);
  response.status(201).json({ total, ids: request.body.ids });
});

const app = express();
app.use((_request, response, next) => {
  response.set('X-Shop', 'open');
  next();
});
app.get('/health', (_request, response) => response.send('ok'));
app.use('/shop', shop);
app.use((error, _request, response, _next) => {
  response.status(error.status ?? 500).json({ error: error.message });
});

const server = app.listen(0, '127.0.0.1', () => serve(server));
