/** Server-sent events are read whole, however they are cut on their way. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { parseEvents, type ServerSentEvent } from '../../../../src/agent/peers/event-stream.js';

async function parse(...chunks: readonly string[]): Promise<readonly ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of parseEvents(Readable.from(chunks))) events.push(event);
  return events;
}

const namesOf = async (...chunks: readonly string[]) => (await parse(...chunks)).map(({ name }) => name);
const dataOf = async (...chunks: readonly string[]) => (await parse(...chunks)).map(({ data }) => data);

describe('parseEvents', () => {
  it('gives the data of each event', async () => {
    assert.deepEqual(await dataOf('data: {"a":1}\n\ndata: {"a":2}\n\n'), ['{"a":1}', '{"a":2}']);
  });

  it('gives the same wherever the text is cut', async () => {
    const text = 'data: one\r\n\r\ndata: two\ndata: lines\n\n';
    for (let cut = 0; cut <= text.length; cut++) {
      assert.deepEqual(await dataOf(text.slice(0, cut), text.slice(cut)), ['one', 'two\nlines']);
    }
    assert.deepEqual(await dataOf(...text), ['one', 'two\nlines']);
  });

  it('gives the name of each event', async () => {
    assert.deepEqual(await namesOf('event: a\ndata: 1\n\ndata: 2\n\n'), ['a', '']);
    assert.deepEqual(await namesOf('event: a\n\ndata: 2\n\n'), [''], 'without data, it is none');
  });

  it('takes one space behind the colon away, and none where there is none', async () => {
    assert.deepEqual(await dataOf('data:  a\n\ndata:b\n\ndata\n\n'), [' a', 'b', '']);
  });

  it('passes over comments, other fields and empty events', async () => {
    assert.deepEqual(await dataOf(': hi\n\nevent: x\nid: 1\ndata: a\n\nretry: 5\n\ndatabase: b\n\n'), ['a']);
  });

  it('gives no event that the end cuts short', async () => {
    assert.deepEqual(await dataOf('data: a\n\ndata: b\n'), ['a']);
    assert.deepEqual(await dataOf('data: a\n\ndata: b'), ['a']);
    assert.deepEqual(await dataOf(), []);
  });
});
