/** Random edits of random programs that do not change their behaviour. */
import { parse } from '../../src/instrument/probe/syntax/parse.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import type { Random } from './profiles.js';
import { oneOf } from './random-programs.js';

export interface EditedProgram {
  readonly text: string;
  /** Names of the program's own declared functions with unchanged text. */
  readonly untouched: readonly string[];
}

/** One declaration or statement of a program. */
interface Part {
  readonly text: string;
  /** Name of a declared function. */
  readonly name?: string;
}

/** Edits a program. @param meta of the text */
export function randomEdits(random: Random, text: string, meta: FileMeta): EditedProgram {
  const changed = random(2) ? withComment(random, text, meta) : text;
  let parts = partsOf(changed);
  const old = new Set(partsOf(text).map((part) => part.text));
  for (let edits = random(6); edits > 0; edits--) parts = edit(random, parts);
  const joined = parts.map((part) => part.text).join(random(4) ? '\n' : ' ');
  const untouched = parts.flatMap((part) =>
    part.name !== undefined && old.has(part.text) ? [part.name] : [],
  );
  return { text: random(4) ? joined : joined.replaceAll('\n', '\r\n'), untouched };
}

function partsOf(text: string): readonly Part[] {
  return parse(text, '/app/a.js').program.body.map((node) => {
    const part = { text: text.slice(node.start, node.end) };
    return node.type === 'FunctionDeclaration' && node.id ? { ...part, name: node.id.name } : part;
  });
}

/** Adds a comment at the end of the body of a random function. */
function withComment(random: Random, text: string, { functions }: FileMeta): string {
  const edited = functions[random(functions.length)];
  if (!edited) return text;
  const [, , line, column] = edited.body;
  const lines = text.split('\n');
  const end = lines.slice(0, line - 1).reduce((offset, before) => offset + before.length + 1, column) - 1;
  return text[end] === '}' ? `${text.slice(0, end)}/* a */${text.slice(end)}` : text;
}

function edit(random: Random, parts: readonly Part[]): readonly Part[] {
  const position = random(parts.length + 1);
  const insert = (part: Part, into = parts) => into.toSpliced(position, 0, part);
  const some = parts[random(parts.length)] ?? { text: '' };
  const isFunction = some.name !== undefined;
  return oneOf(
    random,
    () => insert({ text: '// a' + '\n' }),
    () => insert({ text: '\n/* a */' }),
    // Function declarations are hoisted, so their position does not matter.
    () =>
      isFunction
        ? insert(
            some,
            parts.filter((part) => part !== some),
          )
        : parts,
    () => (isFunction ? insert({ text: `function unused${parts.length}() { ${some.text} }` }) : parts),
    () => (isFunction ? insert({ text: `var unused${parts.length} = () => { ${some.text} };` }) : parts),
  );
}
