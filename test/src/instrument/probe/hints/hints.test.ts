/** Tests Istanbul's hints for arms of `if` statements and for whole files, and the syntax of hints. */
import assert from 'node:assert/strict';
import { instrumentWith, mapsOf } from '../../../../support/engines.js';
import { describeMaps, type MapsCase } from '../../../../support/maps.js';

const IF = '/* istanbul ignore if */';
const ELSE = '/* istanbul ignore else */';

const ARMS: readonly MapsCase[] = [
  [
    '`if` statements with two arms',
    'a.js',
    `${IF} if (a) { b || 1 } else { c || 1 }\n${ELSE} if (d) { e() } else { f() }`,
  ],
  ['arms without braces', 'a.js', `${IF} if (a) b(); else c();\n${ELSE} if (d) e(); else f();`],
  ['a missing else', 'a.js', `${IF} if (a) b();\n${ELSE} if (c) d();\n${ELSE}\nif (e) { f() }\ng()`],
  [
    'a missing else after an arm that returns',
    'a.js',
    `function f() { ${ELSE} if (a) return; b() }\nfunction g() { ${IF} if (a) return; b() }`,
  ],
  [
    'arms of else if',
    'a.js',
    `if (a) b(); else ${IF} if (c) d(); else e();\nif (f) g(); else ${ELSE} if (h) i();\n${ELSE} if (j) k(); else if (l) m(); else n();`,
  ],
  [
    '`if` statements after labels and in loops',
    'a.js',
    `a: ${IF} if (b) c();\n${ELSE} d: if (e) f();\nwhile (g) ${ELSE} if (h) i();`,
  ],
  [
    'statements that are not `if`, where the hints have no effect',
    'a.js',
    `${IF} while (a) b();\n${ELSE} c ? d : e;\n${IF} f || g;\nif ${IF} (h) i();\nif (j) ${IF} k(); else ${ELSE} l();`,
  ],
];

const TEXTS: readonly MapsCase[] = [
  [
    'line comments',
    'a.js',
    '// istanbul ignore next\na();\nb(); // istanbul ignore next\nc();\nd(); /* istanbul ignore next */\ne();',
  ],
  [
    'comments with a reason',
    'a.js',
    '/* istanbul ignore next: a reason */ a();\n/* istanbul ignore next -- why */ b();\n/*istanbul ignore next*/ c();\n/**\n * istanbul ignore next\n */ d();\n/*\n istanbul   ignore\n next */ e();',
  ],
  [
    'comments that only resemble hints',
    'a.js',
    `/* istanbul ignore nexts */ a();\n/* istanbul ignore */ b();\n/* x istanbul ignore next */ c();\n"istanbul ignore next"; d();\n/* Istanbul Ignore Next */ e();\n/* istanbul ignore-next */ f();\n/* istanbul ignore filed */ g();\n\`/* istanbul ignore next */ \${h()}\``,
  ],
  [
    'empty lines and other comments before the statement',
    'a.js',
    '/* istanbul ignore next */\n\n\n// other\n\n/* more */\n\na();\nb();\n// other\n/* istanbul ignore next */ // more\nc()',
  ],
];

describeMaps('sources with `istanbul ignore if` and `else`:', ARMS);
describeMaps('sources with hints in', TEXTS);

describe('a hint that ignores the whole file', () => {
  const IGNORED = [
    'function f() {} /* istanbul ignore file */',
    '// istanbul ignore file\nf();',
    'f();\n/* istanbul ignore file: why */\ng();',
    '/* c8 ignore file */ f();',
    '/* v8 ignore file */ f();',
  ];

  for (const source of IGNORED) {
    it(`leaves the source unchanged: ${JSON.stringify(source)}`, () => {
      const instrumented = instrumentWith('probe', source);
      assert.equal(instrumented.code, source);
      assert.deepEqual(instrumented.coverage(), []);
      if (!source.includes('istanbul')) return;
      const { s, f, b } = mapsOf('nyc', source);
      assert.deepEqual({ ...s, ...f, ...b }, {});
    });
  }
});
