/** A small service as people write it: routes, validation, a store, events and errors. */
import { NotFound, type Request, type Response, Router } from './router.js';
import { createStore, type Entry } from './store.js';

const store = createStore({ limit: 3, onEvict: ({ id }) => void events.push(`evicted ${id}`) });
const events: string[] = [];

const router = new Router({ prefix: '/api' })
  .on('GET', '/entries', async ({ query }) => {
    const entries = await store.list(query?.order === 'desc');
    return { status: 200, body: entries.map(({ text, tags = [] }) => `${text}${tags.length ? `#${tags.join('#')}` : ''}`) };
  })
  .on('POST', '/entries', async ({ body }) => {
    const entry = parse(body);
    if (!entry) return { status: 400, body: 'invalid' };
    const { id } = await store.add(entry);
    return { status: 201, body: id };
  })
  .on('GET', '/entries/:id', async ({ params }) => {
    const entry = await store.find(Number(params?.id));
    if (entry === undefined) throw new NotFound(`no entry ${params?.id}`);
    return { status: 200, body: entry.text };
  })
  .on('DELETE', '/entries/:id', async ({ params }) => {
    const removed = await store.remove(Number(params?.id));
    return removed ? { status: 204 } : { status: 404, body: 'gone' };
  });

function parse(body: unknown): Omit<Entry, 'id'> | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { text, tags } = body as Partial<Entry>;
  if (!text?.trim()) return undefined;
  return { text: text.trim(), ...(tags && { tags: [...new Set(tags)] }) };
}

async function send(method: Request['method'], path: string, body?: unknown): Promise<string> {
  const { status, body: answer = '-' } = await router.handle({ method, path, body });
  events.push(`${method} ${status}`);
  return `${status} ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`;
}

async function main(): Promise<void> {
  const requests: [Request['method'], string, unknown?][] = [
    ['POST', '/api/entries', { text: ' first ' }],
    ['POST', '/api/entries', { text: 'second', tags: ['x', 'y', 'x'] }],
    ['POST', '/api/entries', { text: '  ' }],
    ['POST', '/api/entries', null],
    ['POST', '/api/entries', 'text'],
    ['GET', '/api/entries'],
    ['GET', '/api/entries?order=desc'],
    ['GET', '/api/entries/2'],
    ['GET', '/api/entries/9'],
    ['DELETE', '/api/entries/1'],
    ['DELETE', '/api/entries/1'],
    ['POST', '/api/entries', { text: 'third' }],
    ['POST', '/api/entries', { text: 'fourth' }],
    ['POST', '/api/entries', { text: 'fifth' }],
    ['PUT', '/api/entries'],
    ['GET', '/other'],
    ['GET', '/api/entries/boom'],
  ];
  const responses: string[] = [];
  for (const [method, path, body] of requests) responses.push(await send(method, path, body));
  console.log(responses.join('\n'));
  console.log(events.join());
}

(globalThis as { finished?: unknown }).finished = main();

export type { Response };
