/** The routes of the service. */
import type { IncomingMessage } from 'node:http';
import { readJson } from './body.js';
import { HttpError } from './errors.js';
import type { Notes } from './notes.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Route = (request: IncomingMessage, url: URL, notes: Notes) => Answer | Promise<Answer>;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /health': () => ({ status: 200, body: { ok: true } }),
  'GET /test': listNotes,
  'POST /test': addNote,
  'GET /note': getNote,
};

/** @throws HttpError 404 if there is no such route or note, 400 if the request is invalid */
export async function route(request: IncomingMessage, notes: Notes): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const found = ROUTES[`${request.method} ${url.pathname}`];
  if (!found) throw new HttpError(404, `${request.method} ${url.pathname} is not a route`);
  return found(request, url, notes);
}

function listNotes(_request: IncomingMessage, url: URL, notes: Notes): Answer {
  return { status: 200, body: notes.list(url.searchParams.get('urgent') === 'true') };
}

async function addNote(request: IncomingMessage, _url: URL, notes: Notes): Promise<Answer> {
  const { text } = await readJson(request);
  if (typeof text !== 'string' || text.trim() === '') throw new HttpError(400, 'a note needs a text');
  return { status: 201, body: notes.add(text.trim()) };
}

function getNote(_request: IncomingMessage, url: URL, notes: Notes): Answer {
  const id = Number(url.searchParams.get('id'));
  if (!Number.isInteger(id)) throw new HttpError(400, 'the id must be a whole number');
  return { status: 200, body: notes.get(id) };
}
