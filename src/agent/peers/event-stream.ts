/** Reads server-sent events, as far as agents send them: https://html.spec.whatwg.org/multipage/server-sent-events.html */

export interface ServerSentEvent {
  /** Empty where it has none. */
  readonly name: string;
  readonly data: string;
}

const FIELD = /^(event|data)(?:: ?(.*))?$/s;

/** Those that have data; an event that the end cuts short is none. */
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

/** Whole lines, without what ends them. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
}
