/** Parses the subset of server-sent events that agents send: https://html.spec.whatwg.org/multipage/server-sent-events.html */

export interface ServerSentEvent {
  /** Name of the event, or an empty string. */
  readonly name: string;
  readonly data: string;
}

/** Maximum number of characters of an event, and of a line. An event has all counters that have changed. */
const EVENT_LIMIT = 2 ** 26;

const FIELD = /^(event|data)(?:: ?(.*))?$/s;

/**
 * Yields the events that have data. Ignores an incomplete event at the end of the stream.
 *
 * @throws Error if an event is too long
 */
export async function* parseEvents(chunks: AsyncIterable<string>): AsyncIterable<ServerSentEvent> {
  let name = '';
  let data: string[] = [];
  let length = 0;
  for await (const line of linesOf(chunks)) {
    const [, field, value = ''] = FIELD.exec(line) ?? [];
    length += line.length + 1;
    if (length > EVENT_LIMIT) throw tooLong();
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    if (line !== '') continue;
    if (data.length > 0) yield { name, data: data.join('\n') };
    name = '';
    data = [];
    length = 0;
  }
}

/** Yields complete lines without their line endings. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncIterable<string> {
  // Joined only at the end of a line: joining a long line to each new chunk would take a time that grows with its square.
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const [first = '', ...others] = chunk.split('\n');
    parts.push(first);
    length += first.length;
    if (length > EVENT_LIMIT) throw tooLong();
    for (const other of others) {
      yield parts.join('').replace(/\r$/, '');
      parts = [other];
      length = other.length;
    }
  }
}

function tooLong(): Error {
  return new Error(`an event is longer than ${EVENT_LIMIT} characters`);
}
