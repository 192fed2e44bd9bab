/** Text before a function, which distinguishes it from other functions with the same text. */
import { isAnonymousName } from '../../../profile/model/anonymous-name.js';
import type { FunctionItem } from './counted-items.js';

/** Maximum number of UTF-16 units that are searched before a function, because lines can be long. */
const MAX_CONTEXT = 200;

/**
 * Returns the text that distinguishes a function from others with the same text. For a method that is its class and
 * name. For another function without a name it is its class and the text before it, such as `double =` or
 * `app.get('/',`. A named function has no context.
 */
export function functionContextOf(
  { name, whole, head, enclosingClass }: FunctionItem,
  source: string,
): string {
  const classContext = enclosingClass
    ? `${enclosingClass.name ?? textBefore(source, enclosingClass.start)} `
    : '';
  if (head) return classContext + source.slice(head.start, head.end);
  return isAnonymousName(name) ? classContext + textBefore(source, whole.start) : classContext;
}

/**
 * Returns the name that the function is assigned to, or the whole text before it. The text is in the same line, or in
 * the previous one if the function starts a line. It starts after the last `;`, `{` or `}`.
 */
function textBefore(source: string, offset: number): string {
  const before = source.slice(Math.max(0, offset - MAX_CONTEXT), offset).trimEnd();
  const start = Math.max(...['\n', ';', '{', '}'].map((end) => before.lastIndexOf(end))) + 1;
  const text = before.slice(start).replace(/^(?:,|\s|(?:export|default|const|let|var)(?:\s|$))+/, '');
  const [name = text] = /[^,\s][^,]*[=:]$/.exec(text) ?? [];
  return name;
}
