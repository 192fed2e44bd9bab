/** Tests that server-sent events are parsed completely, however they are split into chunks. */
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

describe('parsing server-sent events', () => {
  it('yields the data of each event', async () => {
    assert.deepEqual(await dataOf('data: {"a":1}\n\ndata: {"a":2}\n\n'), ['{"a":1}', '{"a":2}']);
  });

  it('yields the same events wherever the text is split', async () => {
    const text = 'data: one\r\n\r\ndata: two\ndata: lines\n\n';
    for (let cut = 0; cut <= text.length; cut++) {
      assert.deepEqual(await dataOf(text.slice(0, cut), text.slice(cut)), ['one', 'two\nlines']);
    }
    assert.deepEqual(await dataOf(...text), ['one', 'two\nlines']);
  });

  it('yields the name of each event', async () => {
    assert.deepEqual(await namesOf('event: a\ndata: 1\n\ndata: 2\n\n'), ['a', '']);
    assert.deepEqual(await namesOf('event: a\n\ndata: 2\n\n'), [''], 'without data, it is none');
  });

  it('removes at most one space after the colon', async () => {
    assert.deepEqual(await dataOf('data:  a\n\ndata:b\n\ndata\n\n'), [' a', 'b', '']);
  });

  it('ignores comments, other fields and empty events', async () => {
    assert.deepEqual(await dataOf(': hi\n\nevent: x\nid: 1\ndata: a\n\nretry: 5\n\ndatabase: b\n\n'), ['a']);
  });

  it('ignores an incomplete event at the end', async () => {
    assert.deepEqual(await dataOf('data: a\n\ndata: b\n'), ['a']);
    assert.deepEqual(await dataOf('data: a\n\ndata: b'), ['a']);
    assert.deepEqual(await dataOf(), []);
  });
});
