/** Parses the subset of server-sent events that agents send: https://html.spec.whatwg.org/multipage/server-sent-events.html */

export interface ServerSentEvent {
  /** Name of the event, or an empty string. */
  readonly name: string;
  readonly data: string;
}

const FIELD = /^(event|data)(?:: ?(.*))?$/s;

/** Yields the events that have data. Ignores an incomplete event at the end of the stream. */
export async function* parseEvents(chunks: AsyncIterable<string>): AsyncIterable<ServerSentEvent> {
  let name = '';
  let data: string[] = [];
  for await (const line of linesOf(chunks)) {
    const [, field, value = ''] = FIELD.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    if (line !== '') continue;
    if (data.length > 0) yield { name, data: data.join('\n') };
    name = '';
    data = [];
  }
}

/** Yields complete lines without their line endings. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
}
