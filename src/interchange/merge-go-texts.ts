/** Adds profiles in Go's text format up, line by line, as goc does. */
import { quoteText } from '../platform/escape-terminal.js';
import { MAX_COUNT } from '../profile/model/file-meta.js';
import { parseGoBlocks } from './go-blocks.js';
import { GO_TEXT_MODE, goTextPathOf } from './to-go-text.js';

export interface GoTextSum {
  /**
   * Adds a text. If one of its files has other blocks than before, nothing of the text is added: the sources differ, so the counts
   * cannot be added.
   *
   * @param name of the text, for errors
   * @throws Error that names the text and the reason
   */
  add(name: string, text: string): void;
  /** Adds the files of a text that have the same blocks as before. @returns paths of the others @throws as `add` */
  addEqual(name: string, text: string): readonly string[];
  /** Returns the sum, sorted by path. Files are left out unless `isSelected` accepts their path. */
  toText(isSelected: (path: string) => boolean): string;
}

interface SumOfFile {
  /** Name of the text that had the file first. */
  readonly from: string;
  readonly blocks: Map<string, { readonly statements: number; count: number }>;
}

export function createGoTextSum(): GoTextSum {
  const files = new Map<string, SumOfFile>();
  const parse = (name: string, text: string) => {
    try {
      return parseGoBlocks(text);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const addText = (name: string, text: string, onOther: (path: string, from: string) => void) => {
    const parsed = [...parse(name, text)];
    const isOther = ([path, blocks]: (typeof parsed)[number]) => {
      const sum = files.get(path);
      return sum !== undefined && !hasSameBlocks(sum.blocks, blocks);
    };
    const others = new Set(parsed.filter(isOther).map(([path]) => path));
    for (const path of others) onOther(path, files.get(path)?.from ?? '');
    for (const [path, blocks] of parsed) {
      if (others.has(path)) continue;
      const sum = files.get(path);
      if (sum) addCounts(sum.blocks, blocks);
      else
        files.set(path, {
          from: name,
          blocks: new Map([...blocks].map(([at, block]) => [at, { ...block }])),
        });
    }
    return [...others];
  };
  return {
    add(name, text) {
      addText(name, text, (path, from) => {
        throw new Error(
          `${quoteText(path)} has other blocks in ${name} than in ${from}: they ran different versions of it`,
        );
      });
    },
    addEqual: (name, text) => addText(name, text, () => {}),
    toText(isSelected) {
      const selected = [...files]
        .filter(([path]) => isSelected(path))
        .sort(([one], [other]) => (one < other ? -1 : 1));
      const lines = selected.flatMap(([path, { blocks }]) =>
        [...blocks].map(
          ([at, { statements, count }]) => `${goTextPathOf(path)}:${at} ${statements} ${count}`,
        ),
      );
      return `${[GO_TEXT_MODE, ...lines].join('\n')}\n`;
    },
  };
}

type CountedBlocks = SumOfFile['blocks'];

function hasSameBlocks(
  one: CountedBlocks,
  other: ReadonlyMap<string, { readonly statements: number }>,
): boolean {
  return (
    one.size === other.size &&
    [...other].every(([at, { statements }]) => one.get(at)?.statements === statements)
  );
}

function addCounts(sum: CountedBlocks, blocks: ReadonlyMap<string, { readonly count: number }>): void {
  for (const [at, { count }] of blocks) {
    const block = sum.get(at);
    if (block) block.count = Math.min(block.count + count, MAX_COUNT);
  }
}
