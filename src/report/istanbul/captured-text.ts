/** Captures what Istanbul's reporters print to stdout. */
import type { Context } from 'istanbul-lib-report';
import { override } from './escaped-names.js';

/**
 * Returns a context whose writer passes texts for stdout to a function, without colours. Files are written as before.
 *
 * @param onText called with each text, which contains its own line breaks
 */
export function withCapturedText(context: Context, onText: (text: string) => void): Context {
  const { writer } = context;
  const stdout = {
    write: onText,
    println: (line: string) => onText(`${line}\n`),
    colorize: (text: string) => text,
    close: () => {},
  };
  // Istanbul's names of stdout.
  const writeFile = (file: string | null) =>
    file === null || file === '-' ? stdout : writer.writeFile(file);
  return override(context, { writer: override(writer, { writeFile }) });
}
