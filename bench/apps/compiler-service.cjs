/** A server that parses a small program for each request, with a library of more than 100,000 counters. */
'use strict';
const { createServer } = require('node:http');
const { serve } = require('./bench.cjs');
const ts = require('./lib/typescript.js');

const TEXT = 'export function add(a: number, b: number): number { return a + b; }';

const server = createServer((_request, response) => {
  const { statements } = ts.createSourceFile('a.ts', TEXT, ts.ScriptTarget.ES2022);
  const body = String(statements.length);
  response.setHeader('Content-Length', body.length);
  response.end(body);
});
server.listen(0, '127.0.0.1', () => serve(server));
