/** Recognizing and removing injected code after a formatter has run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeInjectedCode } from '../../../src/inject/inject.js';
import { inject, snippetOf } from '../../support/injection.js';
import { REPOSITORY } from '../../support/project.js';

const TEXT = "import { run } from './run.js';\n\nexport function main() {\n  run();\n}\n";
const WATCH = snippetOf("watch('now');\n");
const BLOCK = snippetOf("// Why\nconst text = 'now';\nif (text) watch(text, { a: 1, 'b-c': [2] });\n");

/** Configurations of Biome, which formats as Prettier does. */
const FORMATS = {
  'double quotes and tabs': { quoteStyle: 'double', indentStyle: 'tab' },
  'no semicolons': { semicolons: 'asNeeded' },
  'narrow lines': { lineWidth: 30, trailingCommas: 'none' },
  'CRLF line ends': { lineEnding: 'crlf' },
} as const;

describe('a formatter that runs after the injection', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-format-'));
  });

  after(() => rmSync(directory, { recursive: true }));

  function format(text: string, options: object): string {
    writeFileSync(
      join(directory, 'biome.json'),
      JSON.stringify({ root: true, javascript: { formatter: options } }),
    );
    const biome = join(REPOSITORY, 'node_modules/.bin/biome');
    const { stdout, stderr, status } = spawnSync(biome, ['format', '--stdin-file-path=app.js'], {
      cwd: directory,
      input: text,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  for (const [title, options] of Object.entries(FORMATS))
    for (const [name, snippet] of [
      ['a statement', WATCH],
      ['a block', BLOCK],
    ] as const)
      for (const [shape, text] of [
        ['lines', TEXT],
        ['one line', "import { run } from './run.js'; export function main() { run(); }\n"],
        ['an object', 'export const main = () => ({ run });\n'],
        ['a sequence', 'export const main = () => (run(), run());\n'],
      ] as const)
        it(`with ${title} does not hide ${name} in ${shape}`, () => {
          const injected = inject(text, 'app.js', { snippet });
          const formatted = format(injected, options);
          assert.notEqual(formatted, injected);
          assert.equal(inject(formatted, 'app.js', { snippet }), formatted);
          const removed = removeInjectedCode(formatted, 'app.js');
          assert.doesNotMatch(removed, /covermain|watch|Why/);
          assert.equal(format(removed, options), format(text, options));
          if (shape === 'lines') assert.equal(removed, format(text, options));
        });
});
