/** What is written in front of a function, and tells it from others of the same text. */
import type { FunctionItem } from './counted-items.js';

/** UTF-16 units: lines may be long. */
const LONGEST = 200;

/**
 * Of a method its class and its name; of another function without a name what stands in front of it in the line, as
 * `double =` or `app.get('/',`. One that has a name is known by that.
 */
export function functionContextOf({ name, whole, head, owner }: FunctionItem, source: string): string {
  const around = owner ? `${owner.name ?? textBefore(source, owner.start)} ` : '';
  if (head) return around + source.slice(head.start, head.end);
  return /^\(anonymous_\d+\)$/.test(name) ? around + textBefore(source, whole.start) : around;
}

/** What stands in front in the line, or in the one before: the name that it is given to, else all of that. */
function textBefore(source: string, offset: number): string {
  const before = source.slice(Math.max(0, offset - LONGEST), offset).trimEnd();
  const start = Math.max(...['\n', ';', '{', '}'].map((end) => before.lastIndexOf(end))) + 1;
  const text = before.slice(start).replace(/^(?:,|\s|(?:export|default|const|let|var)(?:\s|$))+/, '');
  const [name = text] = /[^,\s][^,]*[=:]$/.exec(text) ?? [];
  return name;
}
