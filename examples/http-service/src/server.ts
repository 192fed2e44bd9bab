/** The HTTP server. It answers every request, even after an error. */
import { createServer, type Server } from 'node:http';
import { HttpError } from './errors.js';
import { Notes } from './notes.js';
import { type Answer, route } from './routes.js';

export function createService(): Server {
  const notes = new Notes();
  return createServer(async (request, response) => {
    const { status, body } = await route(request, notes).catch(answerError);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  });
}

function answerError(error: unknown): Answer {
  if (error instanceof HttpError) return { status: error.status, body: { error: error.message } };
  console.error(error);
  return { status: 500, body: { error: 'something went wrong' } };
}
