/** Removing, replacing and recognizing injected code, also after a person has changed the file. */
import assert from 'node:assert/strict';
import { removeInjectedCode } from '../../../src/inject/inject.js';
import { CovermainError } from '../../../src/platform/errors.js';
import { inject, snippetOf } from '../../support/injection.js';

const TEXT = "import { run } from './run.js';\n\nexport function main() {\n  run();\n}\n";
const WATCH = snippetOf("watch('now');\n");
const BLOCK = snippetOf("// Why\nconst text = 'now';\nif (text) watch(text, { a: 1, 'b-c': [2] });\n");

describe('removing injected code', () => {
  it('leaves a file without injected code as it is', () => {
    assert.equal(removeInjectedCode(TEXT, 'app.js'), TEXT);
  });

  it('leaves similar code without a marker as it is', () => {
    const text = `import 'covermain/auto';\nwatch('now'); // covermain inject\n// injected by covermain inject 1a2b3c4d\n${TEXT}`;
    assert.equal(removeInjectedCode(text, 'app.js'), text);
  });

  it('leaves a marker in a string as it is', () => {
    const text = 'const text = `\nwatch(); // covermain inject 1a2b3c4d\n`;\n';
    assert.equal(removeInjectedCode(text, 'app.js'), text);
  });

  it('keeps other changes that were made since', () => {
    const injected = inject(TEXT, 'app.js', { snippet: BLOCK });
    const changed = injected.replace('  run();', '  run();\n  run();').replace(/^/, '// new\n');
    assert.equal(
      removeInjectedCode(changed, 'app.js'),
      `// new\n${TEXT.replace('  run();', '  run();\n  run();')}`,
    );
  });

  it('finds code that was moved', () => {
    const [first = '', ...rest] = inject(TEXT, 'app.js').split(/(?<=\n)/);
    const [marked = '', ...more] = rest;
    assert.equal(removeInjectedCode([marked, first, ...more].join(''), 'app.js'), TEXT);
    const inBlock = `{\n${marked}}\n${TEXT}`.replace(/import 'covermain\/auto'/, "require('covermain/auto')");
    assert.throws(() => removeInjectedCode(inBlock, 'app.js'), /edited by hand/);
  });

  for (const [title, edit] of [
    ['an argument was changed', (text: string) => text.replace("watch('now')", "watch('then')")],
    ['a comment was added', (text: string) => text.replace("watch('now')", 'watch(/* here */ "now")')],
    ['the code was deleted without its marker', (text: string) => text.replace("watch('now');", '')],
    [
      'another statement was put between',
      (text: string) => text.replace("watch('now');", "watch('now'); own();"),
    ],
    [
      'it was put into a condition',
      (text: string) => text.replace("watch('now');", "if (own) watch('now');"),
    ],
    [
      'the import binds a name',
      (text: string) => text.replace("import 'covermain", "import * as own from 'covermain"),
    ],
  ] as const)
    it(`refuses if ${title}`, () => {
      const edited = edit(inject(TEXT, 'app.js', { snippet: WATCH }));
      for (const act of [removeInjectedCode, inject])
        assert.throws(
          () => act(edited, 'app.js'),
          (error) =>
            error instanceof CovermainError &&
            error.code === 'INJECTION_EDITED' &&
            /Cannot change app\.js: the injected code before the comment in line \d was edited by hand\. No file was changed/.test(
              error.message,
            ),
        );
    });

  it('treats code whose marker was deleted as code of the user', () => {
    const own = inject(TEXT, 'app.js', { snippet: WATCH }).replaceAll(/ \/\/ covermain inject .*/g, '');
    assert.equal(removeInjectedCode(own, 'app.js'), own);
  });
});

describe('injecting again', () => {
  const changed = (first: Parameters<typeof inject>[2], second: Parameters<typeof inject>[2]) =>
    assert.equal(inject(inject(TEXT, 'app.js', first), 'app.js', second), inject(TEXT, 'app.js', second));

  it('replaces the import', () => changed({}, { specifier: './other.js' }));
  it('replaces the snippet', () => changed({ snippet: WATCH }, { snippet: BLOCK }));
  it('adds the snippet', () => changed({}, { snippet: BLOCK }));
  it('removes the snippet if none is named', () => changed({ snippet: WATCH }, {}));

  it('moves the snippet to another function', () => {
    const text = `${TEXT}export const start = () => {\n  run();\n};\n`;
    const first = inject(text, 'app.js', { snippet: WATCH });
    const second = inject(first, 'app.js', { snippet: WATCH, functionName: 'start' });
    assert.equal(second, inject(text, 'app.js', { snippet: WATCH, functionName: 'start' }));
    assert.match(second, /start = \(\) => \{\n {2}watch/);
    assert.doesNotMatch(second, /main\(\) \{\n {2}watch/);
  });

  it('inserts what the user has deleted', () => {
    const injected = inject(TEXT, 'app.js', { snippet: WATCH });
    const deleted = injected.replace(/^import 'covermain.*\n/m, '');
    assert.equal(inject(deleted, 'app.js', { snippet: WATCH }), injected);
  });
});
