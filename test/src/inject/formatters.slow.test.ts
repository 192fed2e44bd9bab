/** Recognizing and removing injected code after a formatter has run. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeInjectedCode } from '../../../src/inject/inject.js';
import { inject, snippetOf } from '../../support/injection.js';
import { REPOSITORY } from '../../support/project.js';

const TEXTS = {
  lines: "import { run } from './run.js';\n\nexport function main() {\n  run();\n}\n",
  'one line': "import { run } from './run.js'; export function main() { run(); }\n",
  'an object': 'export const main = () => ({ run });\n',
  'a sequence': 'export const main = () => (run(), run());\n',
} as const;
const SNIPPETS = {
  'a statement': snippetOf("watch('now');\n"),
  'a block': snippetOf("// Why\nconst text = 'now';\nif (text) watch(text, { a: 1, 'b-c': [2] });\n"),
} as const;

/** Configurations of Biome, which formats as Prettier does. */
const FORMATS = {
  'double quotes and tabs': { quoteStyle: 'double', indentStyle: 'tab' },
  'no semicolons': { semicolons: 'asNeeded' },
  'narrow lines': { lineWidth: 30, trailingCommas: 'none' },
  'CRLF line ends': { lineEnding: 'crlf' },
} as const;

const CASES = Object.entries(SNIPPETS).flatMap(([name, snippet]) =>
  Object.entries(TEXTS).map(([shape, text]) => ({ name, snippet, shape, text })),
);

/** Formats all texts with one process. */
function formatAll(texts: readonly string[], options: object): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'covermain-format-'));
  const pathOf = (index: number) => join(directory, `${index}.js`);
  try {
    writeFileSync(
      join(directory, 'biome.json'),
      JSON.stringify({ root: true, javascript: { formatter: options } }),
    );
    for (const [index, text] of texts.entries()) writeFileSync(pathOf(index), text);
    const biome = join(REPOSITORY, 'node_modules/.bin/biome');
    execFileSync(biome, ['format', '--write', '.'], { cwd: directory, stdio: 'pipe' });
    return texts.map((_, index) => readFileSync(pathOf(index), 'utf8'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a formatter that runs after the injection', () => {
  for (const [title, options] of Object.entries(FORMATS))
    describe(`with ${title}`, () => {
      const injected = CASES.map(({ text, snippet }) => inject(text, 'app.js', { snippet }));
      let formatted: readonly string[];
      let removed: readonly string[];
      let removedAndFormatted: readonly string[];
      let plain: readonly string[];

      before(() => {
        formatted = formatAll(injected, options);
        removed = formatted.map((text) => removeInjectedCode(text, 'app.js'));
        removedAndFormatted = formatAll(removed, options);
        plain = formatAll(
          CASES.map(({ text }) => text),
          options,
        );
      });

      for (const [index, { name, shape, snippet }] of CASES.entries())
        it(`does not hide ${name} in ${shape}`, () => {
          const text = formatted[index] ?? '';
          assert.notEqual(text, injected[index]);
          assert.equal(inject(text, 'app.js', { snippet }), text);
          assert.doesNotMatch(removed[index] ?? '', /covermain|watch|Why/);
          assert.equal(removedAndFormatted[index], plain[index]);
          if (shape === 'lines') assert.equal(removed[index], plain[index]);
        });
    });
});
