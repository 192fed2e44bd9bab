/** Injecting an import and a snippet into source text, and removing them again. */
import assert from 'node:assert/strict';
import type { InjectionRequest } from '../../../src/inject/inject.js';
import { removeInjectedCode } from '../../../src/inject/inject.js';
import { CovermainError, type ErrorCode } from '../../../src/platform/errors.js';
import { inject, snippetOf, withoutDigests } from '../../support/injection.js';

const WATCH = snippetOf("watch('now');\n");

/** Asserts what a text becomes, and that removing gives the text back and injecting twice changes nothing. */
function assertInjected(
  text: string,
  expected: string,
  file = 'app.js',
  request: Partial<InjectionRequest> = { snippet: WATCH },
): void {
  const injected = inject(text, file, request);
  assert.equal(withoutDigests(injected), expected);
  assert.equal(removeInjectedCode(injected, file), text);
  assert.equal(inject(injected, file, request), injected);
}

function assertRefused(
  text: string,
  code: ErrorCode,
  message: RegExp,
  request: Partial<InjectionRequest> = { snippet: WATCH },
  file = 'app.js',
): void {
  assert.throws(
    () => inject(text, file, request),
    (error) => error instanceof CovermainError && error.code === code && message.test(error.message),
  );
}

const IMPORT_ONLY = {};
const IMPORT = "import 'covermain/auto'; // covermain inject #\n";
const REQUIRE = "require('covermain/auto'); // covermain inject #\n";

describe('injecting an import', () => {
  for (const [title, file, before, after] of [
    ['before the first statement', 'a.mjs', '', 'run();\n'],
    ['into an empty file', 'a.mjs', '', ''],
    ['after the imports', 'a.js', "import a from 'a';\nimport { b } from 'b';\n", '\nrun(a, b);\n'],
    [
      'after the last import, which follows other code',
      'a.js',
      "import 'a';\nrun();\nimport 'b';\n",
      'go();\n',
    ],
    ['after a comment at the end of the last import', 'a.js', "import 'a'; // why /* not */\n", 'run();\n'],
    ['after an import with several lines', 'a.ts', "import {\n  type A,\n  b,\n} from 'a';\n", 'b();\n'],
    ['after an import of TypeScript', 'a.ts', "import a = require('a');\n", 'a();\n'],
    ['after a shebang', 'a.mjs', '#!/usr/bin/env node\n', 'run();\n'],
    [
      'after a shebang and directives',
      'a.mjs',
      "#!/usr/bin/env node\n'use client';\n'use strict';\n",
      'run();\n',
    ],
    ['after a license', 'a.mjs', '/*\n * License\n */\n\n', 'run();\n'],
    [
      'after pragmas',
      'a.mts',
      '// @ts-check\n/// <reference types="node" />\n/* eslint-disable */\n',
      'run();\n',
    ],
    [
      'before the comment of the first statement',
      'a.mjs',
      '// file\n\n',
      '/** Runs. */\n// @ts-ignore\nrun();\n',
    ],
    ['into a file of comments only', 'a.mjs', '// nothing\n', ''],
    ['before an export', 'a.ts', '', 'export const a = 1;\n'],
  ] as const) {
    it(`inserts it ${title}`, () => {
      assertInjected(before + after, before + IMPORT + after, file, IMPORT_ONLY);
    });
  }

  for (const [title, file, before, after] of [
    ['before other code', 'a.cjs', '', 'run();\n'],
    ['after directives', 'a.cjs', "'use strict';\n", 'run();\n'],
    ['before the first require', 'a.cjs', '', "const { a } = require('./a');\nrequire('b')();\nrun(a);\n"],
    [
      'before the comment of the first require',
      'a.cjs',
      '// file\n\n',
      "// Reads .env.\nrequire('b').config();\n",
    ],
    [
      'between a shebang with directives and the first require',
      'a.cjs',
      "#!/usr/bin/env node\n'use strict';\n",
      "\nconst a = require('a');\n",
    ],
    [
      'between a license and the first require',
      'a.cjs',
      '/*! Copyright (c) A */\n',
      "const a = require('a');\na();\n",
    ],
    [
      'between a license after directives and the comment of the first require',
      'a.cjs',
      "'use strict';\n\n/*\n * Copyright A\n */\n",
      "\n// Reads.\nconst a = require('a');\na();\n",
    ],
    ['after a copyright sign', 'a.cjs', '/* © A */\n', "const a = require('a');\na();\n"],
    ['after rights of an owner', 'a.cjs', '// (c) 2020 A\n', "const a = require('a');\na();\n"],
    ['after a comment that minifiers keep', 'a.cjs', '/*! A 1.0 */\n', "const a = require('a');\na();\n"],
    ['in a .js file without module syntax', 'a.js', '', "const a = require('a');\na();\n"],
    ['in a .ts file that uses require', 'a.ts', '', "const a = require('a');\na();\n"],
    ['in a .ts file that uses require in a function', 'a.ts', '', "function a() {\n  require('a');\n}\n"],
    ['in a .ts file that uses __dirname', 'a.ts', '', 'run(__dirname);\n'],
    ['in a .cts file without module syntax', 'a.cts', '', 'run();\n'],
  ] as const) {
    it(`inserts a require ${title}`, () => {
      assertInjected(before + after, before + REQUIRE + after, file, IMPORT_ONLY);
    });
  }

  it('uses import in a .js file without module syntax if its package is an ES module', () => {
    assertInjected('run();\n', `${IMPORT}run();\n`, 'a.js', { packageType: 'module' });
    for (const text of ['await run();\n', 'for await (const a of b) run(a);\n', 'await using a = b;\n'])
      assertInjected(text, IMPORT + text, 'a.js', IMPORT_ONLY);
  });

  it('uses require in a .ts file without module syntax if its package is CommonJS', () => {
    assertInjected('run();\n', `${REQUIRE}run();\n`, 'a.ts', { packageType: 'commonjs' });
    assertInjected('run();\n', `${IMPORT}run();\n`, 'a.ts', IMPORT_ONLY);
  });

  it('uses import in a file with module syntax, whatever its package is', () => {
    assertInjected('export {};\n', `${IMPORT}export {};\n`, 'a.js', { packageType: 'commonjs' });
  });

  it('inserts the module that it is asked for, with escaped quotes', () => {
    const injected = inject('run();\n', 'a.mjs', { specifier: "./it's.js" });
    assert.match(injected, /^import '\.\/it\\'s\.js'; \/\/ /);
  });

  it('inserts nothing if the file loads the module already', () => {
    for (const text of ["import 'covermain/auto';\nrun();\n", "require('covermain/auto')\nrun();\n"])
      assert.equal(inject(text, 'a.js'), text);
  });

  it('inserts it in a line with other code', () => {
    assertInjected(
      "import 'a'; run();\n",
      "import 'a'; import 'covermain/auto'; /* covermain inject # */ run();\n",
      'a.js',
      IMPORT_ONLY,
    );
    assertInjected(
      "import 'a'; /* long\n comment */ run();\n",
      "import 'a'; import 'covermain/auto'; /* covermain inject # */ /* long\n comment */ run();\n",
      'a.js',
      IMPORT_ONLY,
    );
    assertInjected(
      '/** @jsx h */ run();\n',
      "/** @jsx h */ import 'covermain/auto'; /* covermain inject # */ run();\n",
      'a.mjs',
      IMPORT_ONLY,
    );
  });

  it('keeps the end of a file without a final line end', () => {
    assertInjected(
      "import 'a';",
      "import 'a';\nimport 'covermain/auto'; // covermain inject #",
      'a.js',
      IMPORT_ONLY,
    );
    assertInjected(
      '// only',
      "// only\nimport 'covermain/auto'; // covermain inject #",
      'a.mjs',
      IMPORT_ONLY,
    );
    assertInjected(
      '#!/usr/bin/env node',
      "#!/usr/bin/env node\nimport 'covermain/auto'; // covermain inject #",
      'a.mjs',
      IMPORT_ONLY,
    );
  });
});

describe('the style of the file', () => {
  const MARKED = (code: string) => `${code} // covermain inject #`;

  it('decides quotes and semicolons', () => {
    assertInjected(
      'import a from "a"\na("b")\n',
      `import a from "a"\n${MARKED('import "covermain/auto"')}\na("b")\n`,
      'a.js',
      IMPORT_ONLY,
    );
  });

  it('gets a semicolon where the next line would continue the statement', () => {
    const before = "'use strict'\n";
    const after = ';[a].map(a)\na()\n';
    assertInjected(
      before + after,
      `${before}${MARKED("require('covermain/auto');")}\n${after}`,
      'a.cjs',
      IMPORT_ONLY,
    );
    const hazard = '(function () {})()\nrun()\n';
    assertInjected(hazard, `${MARKED("require('covermain/auto');")}\n${hazard}`, 'a.cjs', IMPORT_ONLY);
  });

  for (const [name, eol] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    for (const mark of ['', '\uFEFF']) {
      for (const final of ['', eol]) {
        it(`keeps ${name} line ends, ${mark ? 'a' : 'no'} byte order mark and ${final ? 'a' : 'no'} final line end`, () => {
          const text = (lines: readonly string[]) => mark + lines.join(eol) + final;
          assertInjected(
            text(["import a from 'a';", '', 'export function main() {', '\ta();', '}']),
            text([
              "import a from 'a';",
              MARKED("import 'covermain/auto';"),
              '',
              'export function main() {',
              MARKED("\twatch('now');"),
              '\ta();',
              '}',
            ]),
          );
        });
      }
    }
  }

  it('decides the indentation, quotes and line ends of a snippet', () => {
    const snippet = snippetOf('// Why\nconst a = `x\n  y`;\nif (a) {\n  watch("now", \'it"s\');\n}\n');
    assertInjected(
      "import 'covermain/auto';\r\nexport default {\r\n\tmain() {\r\n\t\trun();\r\n\t},\r\n};\r\n",
      [
        "import 'covermain/auto';",
        'export default {',
        '\tmain() {',
        '\t\t{',
        '\t\t\t// Why',
        '\t\t\tconst a = `x',
        '  y`;',
        '\t\t\tif (a) {',
        "\t\t\t\twatch('now', 'it\"s');",
        '\t\t\t}',
        '\t\t} // covermain inject #',
        '\t\trun();',
        '\t},',
        '};',
        '',
      ].join('\r\n'),
      'a.js',
      { snippet },
    );
  });

  it('decides the indentation of an empty function', () => {
    assertInjected(
      'if (a) {\n    b()\n}\nasync function main() {\n}\n',
      `${MARKED("require('covermain/auto')")}\nif (a) {\n    b()\n}\nasync function main() {\n    ${MARKED("watch('now')")}\n}\n`,
    );
  });
});

/** Programs with a function whose body is `BODY`. */
const FORMS: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a function declaration': ['a.js', 'function main() BODY\nmain();\n'],
  'an async function': ['a.js', 'async function main() BODY\nmain();\n'],
  'a generator': ['a.js', 'function* main() BODY\n'],
  'an async generator': ['a.mjs', 'export async function* main() BODY\n'],
  'an exported function': ['a.js', 'export function main() BODY\n'],
  'a function with parameters and types': [
    'a.ts',
    'export async function main(args: string[] = []): Promise<void> BODY\n',
  ],
  'a function with overloads': [
    'a.ts',
    'export function main(): void;\nexport function main(a?: string): void;\nexport function main(a?: string) BODY\n',
  ],
  'an arrow function': ['a.js', 'const main = async () => BODY;\n'],
  'an exported arrow function': ['a.ts', 'export const main = async (): Promise<void> => BODY;\n'],
  'an arrow function with a type': ['a.ts', 'export const main = (async () => BODY) satisfies Main;\n'],
  'a function expression': ['a.cjs', 'var main = function () BODY;\n'],
  'a function that is called where it is declared': [
    'a.cjs',
    '(async function main() BODY)().catch(console.error);\n',
  ],
  'a variable that is assigned later': ['a.cjs', 'let main;\nmain = () => BODY;\n'],
  'exports.main': ['a.cjs', 'exports.main = async () => BODY;\n'],
  'module.exports.main': ['a.cjs', 'module.exports.main = function () BODY;\n'],
  'a chain of assignments': ['a.cjs', 'exports.main = exports.start = function () BODY;\n'],
  'a method of module.exports': ['a.cjs', 'module.exports = { stop() {}, main() BODY };\n'],
  'an async method of module.exports': ['a.cjs', "module.exports = { async 'main'() BODY };\n"],
  'a property of module.exports': ['a.cjs', 'module.exports = { main: async () => BODY };\n'],
  'a function that module.exports names': [
    'a.cjs',
    'function start() BODY\nmodule.exports = { main: start };\n',
  ],
  'a method of the default export': ['a.js', 'export default { main() BODY };\n'],
  'a method with a name in brackets': ['a.js', "export default { ['main']() BODY };\n"],
  'a method beside an accessor': [
    'a.js',
    'export const a = { get main() { return 1; } }, b = { main() BODY };\n',
  ],
  'a method of a typed default export': ['a.ts', 'export default { main() BODY } as App;\n'],
  'a method of an exported object': ['a.js', 'export const app = { async main() BODY };\n'],
  'a method of an object that is exported later': ['a.js', 'const app = { main() BODY };\nexport { app };\n'],
  'a method of a variable that is the default export': [
    'a.js',
    'const app = { main() BODY };\nexport default app;\n',
  ],
  'an export with another local name': ['a.js', 'function start() BODY\nexport { start as main };\n'],
  'a default export without a name': ['a.js', 'export default async function () BODY\n'],
  'a default export with another name': ['a.js', 'export default function start() BODY\n'],
  'an arrow function as default export': ['a.js', 'export default async () => BODY;\n'],
  'a function that is the default export': ['a.js', 'async function start() BODY\nexport default start;\n'],
  'module.exports that is a function': ['a.cjs', 'module.exports = async () => BODY;\n'],
  'a method of an export assignment': ['a.ts', 'const app = { main() BODY };\nexport = app;\n'],
  JSX: ['a.jsx', 'export function main() BODY\nexport const view = <p>main() {"it"}</p>;\n'],
  'a decorated class beside it': ['a.ts', '@a class B { @c main() {} }\nexport const main = () => BODY;\n'],
};

/** Bodies, and the same bodies with the snippet. */
const BODIES: Readonly<Record<string, readonly [body: string, expected: string]>> = {
  'with lines': ['{\n  run();\n}', "{\n  watch('now'); // covermain inject #\n  run();\n}"],
  'with a comment after the brace': [
    '{ // x\n  run();\n}',
    "{ // x\n  watch('now'); // covermain inject #\n  run();\n}",
  ],
  'with directives': [
    "{\n  'use strict';\n  'use asm';\n  run();\n}",
    "{\n  'use strict';\n  'use asm';\n  watch('now'); // covermain inject #\n  run();\n}",
  ],
  'without statements': ['{}', "{ watch('now'); /* covermain inject # */}"],
  'without statements in two lines': ['{\n}', "{\n  watch('now'); // covermain inject #\n}"],
  'in one line': ['{ run(); }', "{ watch('now'); /* covermain inject # */ run(); }"],
  'in one line with a directive': [
    "{ 'use asm'; run(); }",
    "{ 'use asm'; watch('now'); /* covermain inject # */ run(); }",
  ],
  'with a comment only': [
    '{\n  // nothing yet\n}',
    "{\n  watch('now'); // covermain inject #\n  // nothing yet\n}",
  ],
  'with a long comment after the brace': [
    '{ /*\n */ run();\n}',
    "{ watch('now'); /* covermain inject # */ /*\n */ run();\n}",
  ],
};

describe('injecting a snippet', () => {
  for (const [form, [file, text]] of Object.entries(FORMS)) {
    it(`inserts it at the start of ${form}, whatever the body`, () => {
      const request = { specifier: 'x', snippet: WATCH };
      for (const [title, [body, expected]] of Object.entries(BODIES)) {
        if (/\*/.test(form) && title.includes('directive')) continue;
        const loads = `import 'x';\n`;
        const source =
          /\.cjs$/.test(file) || (file === 'a.js' && !text.includes('export')) ? `require('x');\n` : loads;
        assertInjected(
          source + text.replace('BODY', body),
          source + text.replace('BODY', expected),
          file,
          request,
        );
      }
    });
  }

  for (const [title, before, expression, after] of [
    ['a call', 'export const main = () => ', 'run()', ';\n'],
    ['an object', 'export const main = () => ', '({ a: 1 })', ';\n'],
    ['a sequence', 'export default async () => ', '(run(), go())', ';\n'],
    ['an awaited value', 'export const main = async () => ', 'await run()', ';\n'],
    ['several lines', 'export const main = () =>\n  ', '(\n    run(), // why\n    go()\n  )', ';\n'],
    ['a comment with an arrow', 'export const main = () => // =>\n  ', 'run()', ';\n'],
    [
      'parentheses and comments',
      'export const main = (a = () => 1) => /* => */ /**/ ',
      '(/* b */ (a /* => */))',
      ' /* c */;\n',
    ],
    ['another function', 'export const main = () => ', '() => { run(); }', ';\n'],
    ['an element', 'export const main = () => ', '<p>=&gt; {"it"}</p>', ';\n'],
    ['the end of the file', 'export const main = () => ', 'run()', ''],
    ['a method', 'export default {\n  main: async () => ', 'run()', ',\n};\n'],
  ] as const)
    it(`turns the body of an arrow function into a block, and back: ${title}`, () => {
      const indentation = /\n( +)\S*(?: |$)/.exec(before.slice(before.lastIndexOf('\n')))?.[1] ?? '';
      const load = "import 'covermain/auto';\n";
      const block = ['{', `  watch('now'); // covermain inject # =>`, `  return ${expression};`, '}'].join(
        `\n${indentation}`,
      );
      assertInjected(`${load}${before}${expression}${after}`, `${load}${before}${block}${after}`, 'a.jsx');
    });

  it('keeps the block of an arrow function to which statements were added', () => {
    const injected = inject('export const main = () => run();\n', 'a.js', { snippet: WATCH });
    const added = injected.replace('  return', '  go();\n  return');
    assert.equal(
      removeInjectedCode(added, 'a.js'),
      'export const main = () => {\n  go();\n  return run();\n};\n',
    );
  });

  it('keeps the block of an arrow function to which comments were added', () => {
    const injected = inject('export const main = () => run();\n', 'a.js', { snippet: WATCH });
    for (const [code, commented] of [
      ['  return', '  // keep\n  return'],
      ['run();', 'run(); // keep'],
    ] as const)
      assert.match(removeInjectedCode(injected.replace(code, commented), 'a.js'), /=> \{[\s\S]*\/\/ keep/);
  });

  it('inserts it into the function with another name', () => {
    assertInjected(
      "import 'covermain/auto';\nexport function main() {}\nexport const start = () => {\n  go();\n};\n",
      "import 'covermain/auto';\nexport function main() {}\nexport const start = () => {\n  watch('now'); // covermain inject #\n  go();\n};\n",
      'a.js',
      { snippet: WATCH, functionName: 'start' },
    );
  });

  it('moves its imports to the start of the file', () => {
    const snippet = snippetOf("import { Dumper } from 'covermain';\n\nnew Dumper().close();\n");
    assertInjected(
      'export function main() {\n  run();\n}\n',
      "import 'covermain/auto'; // covermain inject #\n" +
        "import { Dumper } from 'covermain'; // covermain inject #\n" +
        'export function main() {\n  new Dumper().close(); // covermain inject #\n  run();\n}\n',
      'a.js',
      { snippet },
    );
  });

  it('turns its imports into requires in CommonJS', () => {
    const snippet = snippetOf(
      "import 'a';\nimport * as b from 'b';\nimport { c, d as e } from 'c';\n\nb(c, e);\n",
    );
    assertInjected(
      'exports.main = () => {\n  run();\n};\n',
      `${[
        "require('covermain/auto');",
        "require('a');",
        "const b = require('b');",
        "const { c, d: e } = require('c');",
      ]
        .map((line) => `${line} // covermain inject #\n`)
        .join('')}exports.main = () => {\n  b(c, e); // covermain inject #\n  run();\n};\n`,
      'a.js',
      { snippet },
    );
  });

  it('inserts no import that the file has already', () => {
    const snippet = snippetOf('import { Dumper } from "covermain"\nnew Dumper().close()\n');
    assertInjected(
      "import 'covermain/auto';\nimport { Dumper } from 'covermain';\nexport function main() {\n  run(Dumper);\n}\n",
      "import 'covermain/auto';\nimport { Dumper } from 'covermain';\nexport function main() {\n  new Dumper().close(); // covermain inject #\n  run(Dumper);\n}\n",
      'a.js',
      { snippet },
    );
  });

  it('keeps several statements and declarations in a block', () => {
    for (const [text, block] of [
      ['const x = 1;\n', '{\n    const x = 1;\n  }'],
      ['a();\nb();\n', '{\n    a();\n    b();\n  }'],
      ['a(); // why\n', '{\n    a(); // why\n  }'],
    ] as const)
      assertInjected(
        "import 'covermain/auto';\nexport function main() {\n  const x = 2;\n}\n",
        `import 'covermain/auto';\nexport function main() {\n  ${block} // covermain inject #\n  const x = 2;\n}\n`,
        'a.js',
        { snippet: snippetOf(text) },
      );
  });

  it('accepts await in an async function only', () => {
    const snippet = snippetOf('await ready();\n', 'snippet.mjs');
    assertInjected(
      "import 'covermain/auto';\nexport async function main() {\n  run();\n}\n",
      "import 'covermain/auto';\nexport async function main() {\n  await ready(); // covermain inject #\n  run();\n}\n",
      'a.js',
      { snippet },
    );
    assertRefused(
      'export function main() {}\n',
      'SNIPPET_INVALID',
      /snippet\.mjs: app\.js cannot be parsed with it/,
      { snippet },
    );
  });

  for (const [keyword, kind] of [
    ['await', 'async function'],
    ['yield', 'function*'],
  ] as const)
    it(`refuses ${keyword} with parentheses where it would call a function of this name`, () => {
      const snippet = snippetOf(`${keyword} (ready());\n`);
      assertRefused('function main() {}\n', 'SNIPPET_INVALID', /cannot be parsed with it/, { snippet });
      assertInjected(
        `require('covermain/auto');\n${kind} main() {\n}\n`,
        `require('covermain/auto');\n${kind} main() {\n  ${keyword} (ready()); // covermain inject #\n}\n`,
        'a.cjs',
        { snippet },
      );
    });

  it('refuses types in a JavaScript file', () => {
    const snippet = snippetOf('const x: number = 1;\n', 'snippet.ts');
    assertRefused('export function main() {}\n', 'SNIPPET_INVALID', /cannot be parsed with it/, { snippet });
    assert.doesNotThrow(() => inject('export function main() {}\n', 'a.ts', { snippet }));
  });

  describe('refuses a snippet', () => {
    for (const [title, text, message] of [
      ['that is empty', '', /it has no statement/],
      ['that contains only comments and imports', "// x\nimport 'a';\n", /it has no statement/],
      ['that exports something', 'export const a = 1;\n', /it exports something/],
      ['with an import after other code', "a();\nimport 'a';\n", /an import follows other code/],
    ] as const)
      it(title, () => {
        assert.throws(
          () => snippetOf(text),
          (error) =>
            error instanceof CovermainError &&
            error.code === 'SNIPPET_INVALID' &&
            message.test(error.message),
        );
      });

    it('whose imports the file uses for something else', () => {
      const snippet = snippetOf("import { run } from 'a';\nrun();\n");
      assertRefused(
        'import "a";\nexport function main() {\n  run();\n}\n',
        'SNIPPET_INVALID',
        /declares "run", which app\.js uses in line 3/,
        { snippet },
      );
      assert.doesNotThrow(() =>
        inject('export function main() {\n  a.run({ run: 1 });\n}\n', 'a.js', { snippet }),
      );
    });

    it('whose variables the function uses for something else', () => {
      for (const text of [
        'var x = 1;\n',
        'function x() {}\n',
        'for (var [x] of []) {}\n',
        'if (a) { var { b: x } = a; }\n',
      ])
        assertRefused(
          'const x = 2;\nfunction main() {\n  return x;\n}\n',
          'SNIPPET_INVALID',
          /declares "x", which app\.js uses in line 3/,
          {
            snippet: snippetOf(text),
          },
        );
    });

    it('that uses import.meta in a CommonJS file', () => {
      const snippet = snippetOf('watch(import.meta.url);\n');
      for (const file of ['a.cjs', 'a.js'])
        assertRefused('function main() {}\n', 'SNIPPET_INVALID', /uses import\.meta/, { snippet }, file);
      assert.doesNotThrow(() => inject('export function main() {}\n', 'a.js', { snippet }));
    });

    it('whose default imports a CommonJS file cannot require', () => {
      const snippet = snippetOf("import a from 'a';\na();\n");
      assertRefused('function main() {}\n', 'SNIPPET_INVALID', /cannot require the default export/, {
        snippet,
      });
    });
  });

  describe('refuses a file', () => {
    for (const [title, text, code, message] of [
      [
        'without the function',
        'function start() {}\nconst run = () => {};\n',
        'FUNCTION_NOT_FOUND',
        /"main" in app\.js: it has "start", "run"\. No file was changed/,
      ],
      ['without functions', 'run();\n', 'FUNCTION_NOT_FOUND', /it has no named function/],
      [
        'with the function in a class',
        'export default class { main() {} }\n',
        'FUNCTION_NOT_FOUND',
        /no named function/,
      ],
      [
        'with the function inside of another',
        'function start() { function main() {} }\n',
        'FUNCTION_NOT_FOUND',
        /it has "start"/,
      ],
      [
        'with a method of an object that it does not export',
        'const a = { main() {} };\n',
        'FUNCTION_NOT_FOUND',
        /no named function/,
      ],
      [
        'that exports the function of another module',
        "export { main } from './b.js';\n",
        'FUNCTION_NOT_FOUND',
        /no named function/,
      ],
      [
        'with several such functions',
        'if (a) {\n  var main = () => {};\n} else {\n  main = function () {};\n}\n',
        'FUNCTION_NOT_FOUND',
        /several, in lines 2, 4/,
      ],
      [
        'with a syntax error',
        'function main() {\n',
        'SOURCE_NOT_PARSED',
        /Cannot parse app\.js: .*\(\d+:\d+\)\. No file was changed/,
      ],
    ] as const)
      it(title, () => assertRefused(text, code, message));
  });
});
