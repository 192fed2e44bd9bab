/** Coverage whose names and texts look like markup, records, commands or paths to elsewhere. */
import { join } from 'node:path';
import type { CoverageMapData, FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

/** Names of files relative to the root. Linux allows all of them but those in `IMPOSSIBLE_NAMES`. */
const POSSIBLE_NAMES = [
  'src/plain.js',
  'src/größe/日本.js',
  'src/gone & lost.js',
  "src/it's.js",
  'src/<img src=x onerror=hit()>.js',
  'src/"><script>hit()<.script>/a.js',
  'src/</script><script>hit()</script>.js',
  "src/' onmouseover='hit()/b.js",
  'src/javascript:hit()',
  'javascript:hit()/c.js',
  'src/&lt;b&gt;&#10;.js',
  'src/]]>.js',
  'src/{{constructor}}.js',
  'src/a\nSF:evil.js\nend_of_record',
  'src/b\r.js',
  'src/\x01script\x02hit()\x01/script\x02.js',
  'src/c\x1b[31mred.js',
  'src/d\u2028e.js',
  'src/e\u202ejs.exe',
  'src/::error::f.js',
  '::warning file=x::g.js',
  'src/##[error]h.js',
  'src/##vso[task.setvariable]i.js',
  'src/##teamcity[message]j.js',
  'src/index',
  'src/k.js',
  'src/k.js.html/l.js',
  'src/K.JS',
  'src/page-1',
  'base.css/m.js',
  'lcov.info/n.js',
  `src/${'o'.repeat(251)}.js`,
  'src/p\\q.js',
  'C:\\windows\\r.js',
  'src/s%2e%2e#t?u=v.js',
  ' w.js',
] as const;

/** Names that only data can have. */
const IMPOSSIBLE_NAMES = ['src/lone\ud83d.js', `src/${'ü'.repeat(250)}.js`] as const;

export const HOSTILE_NAMES: readonly string[] = [...POSSIBLE_NAMES, ...IMPOSSIBLE_NAMES];

export const HOSTILE_FUNCTION = '"><script>hit()</script>\nSF:evil\nend_of_record\x07\ud83d';

const HOSTILE_SOURCE = `function f() { return 1; } // </td><script>hit()</script> &lt;b&gt; {{1}} \u2028 😀😀
f(); // \u0001img src=x onerror=hit()\u0002 \u0001script\u0002hit()\u0001/script\u0002
const s = '</pre></table><img src=x onerror="hit()"><svg onload="hit()">';
if (0) s; /* --><iframe src="javascript:hit()"></iframe> */
`;

/** Returns the text of each file that can exist, by name. */
export function hostileSources(): Readonly<Record<string, string>> {
  return Object.fromEntries(POSSIBLE_NAMES.map((name) => [name, HOSTILE_SOURCE]));
}

/** Returns the lines of the source as a page shows them: symbols replace control characters. */
export function shownHostileLines(): readonly string[] {
  return HOSTILE_SOURCE.replaceAll('\u0001', '␁')
    .replaceAll('\u0002', '␂')
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Returns coverage of all files. Columns cut through characters, and are outside of lines. */
export function hostileCoverage(root: string): CoverageMapData {
  return Object.fromEntries(HOSTILE_NAMES.map((name) => [join(root, name), coverageOf(join(root, name))]));
}

function coverageOf(path: string): FileCoverageData {
  const statements = [
    at(1, 15, 1, 24),
    at(1, 77, 1, 78),
    at(1, -3, 1, Number.NaN),
    at(2, 9, 2, 12),
    at(2, 20, 2, 60),
    at(3, 11, 3, 4000),
    at(3, 5000, 3, 6000),
    at(4, 7, 5, 0),
    at(4, 20, 4, 10),
  ];
  const ids = statements.keys();
  const range = at(1, 13, 1, 26);
  return {
    path,
    statementMap: Object.fromEntries(statements.entries()),
    s: Object.fromEntries([...ids].map((id) => [id, 0])),
    fnMap: {
      0: { name: HOSTILE_FUNCTION, decl: at(1, 9, 1, 10), loc: range, line: 1 },
      1: { name: 'plain', decl: at(3, 2, 3, 20), loc: range, line: 3 },
    },
    f: { 0: 0, 1: 3 },
    branchMap: {
      0: {
        loc: at(4, 0, 4, 9),
        type: '"><script>hit()</script>',
        locations: [at(4, 0, 4, 9), at(4, 0, 4, 1)],
        line: 4,
      },
      2: { loc: at(4, 0, 4, 9), type: 'if', locations: [NOWHERE, at(4, 0, 4, 9)], line: 4 },
      1: { loc: at(3, 1, 3, 9), type: 'cond-expr', locations: [at(3, 1, 3, 9), at(3, 70, 3, 71)], line: 3 },
    },
    b: { 0: [0, 1], 1: [1, 0], 2: [0, 2] },
  };
}

/** Location of an arm that the source does not contain. Istanbul writes it only for a second arm. */
const NOWHERE = { start: {}, end: {} } as Location;

function at(line: number, column: number, endLine: number, endColumn: number): Location {
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}
