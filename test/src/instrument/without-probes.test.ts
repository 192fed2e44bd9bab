/** Tests that functions can be evaluated from their text, which is that of the source. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import vm from 'node:vm';
import { withoutProbes } from '../../../src/instrument/without-probes.js';
import { instrumentWith, toJavaScript } from '../../support/engines.js';
import { REPOSITORY } from '../../support/project.js';
import { randomProgram } from '../../support/random-programs.js';

/** Returns instrumented code without the declaration of the counters, which no function contains. */
function codeOf(source: string, file = 'a.js'): string {
  const { code } = instrumentWith('probe', source, file);
  const prelude = /;?var (\$c\d*)(?:=typeof __covermain__[^;]*|;function \1_\(\)\{[^}]*\}\1\|\|\1_\(\));/;
  assert.match(code, prelude, source);
  return code.replace(prelude, '');
}

describe('instrumented code without probes', () => {
  const sources: readonly (readonly [title: string, source: string, file?: string])[] = [
    [
      'bodies with and without braces',
      'if (a) b(); else if (c) { d() } else e(); for (;;) f(); while (1) {} a: if (g) break a;',
    ],
    ['a missing else after an empty one', 'if (a) { if (b) {} else {} } if (c) {} else{}'],
    [
      'functions that keep their names',
      'class A { a = () => 1; ["b"] = () => {}; static [c] = function () {}; [d] = () => 2; #e = class {} } var f = (g = () => {}) => f;',
    ],
    ['objects that look like inserted ones', 'x = y ? {["a"]: () => 1} : z ?? ({["b\\"]"]: 2}["b\\"]"]);'],
    ['a function that returns an object', 'f = () => ({ a: 1 }); g = () => ({["a"]: 2}["a"]);'],
    [
      'functions of a module with imports',
      'import { a } from "./a.js"; export function f(x = () => a) { return x; } export default function () {}',
      'a.mjs',
    ],
    [
      'functions with several probes',
      'function f(a) { "use strict"; if (a) return (b) => { if (b) g(); h(); }; for (;;) { class A { x = a || 1; static { if (a) a(); } } } }',
    ],
    [
      'exported functions with several probes of a module with imports',
      'import { a } from "./a.js"; export function f(x = a || 1) { if (x) return x; return a; }',
      'a.mjs',
    ],
    ['directives', 'function f() { "use strict" } function g() { "use strict"; return 1 }'],
    ['a source that uses the names', 'var $c = 1, $c1 = [2]; function f() { return $c1[0]++ && $c; }'],
  ];
  for (const [title, source, file] of sources) {
    it(`is the source: ${title}`, () => assert.equal(withoutProbes(codeOf(source, file)), source));
  }

  it('is the source of random programs', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const isTypeScript = seed % 4 === 0;
      const source = randomProgram(seed, isTypeScript);
      assert.equal(withoutProbes(codeOf(source, isTypeScript ? 'a.ts' : 'a.js')), source, `seed ${seed}`);
    }
  });

  it('is the source of real files', () => {
    const files = readdirSync(`${REPOSITORY}/src`, { encoding: 'utf8', recursive: true })
      .filter((name) => /^(?:agent|instrument|runtime).*[^d]\.ts$/.test(name))
      .map((name) => `src/${name}`);
    assert.ok(files.length > 50);
    for (const file of files) {
      const source = readFileSync(`${REPOSITORY}/${file}`, 'utf8');
      if (instrumentWith('probe', source, file).code === source) continue;
      // The source of this engine contains some of the texts that it inserts.
      if (!source.includes('$c')) assert.equal(withoutProbes(codeOf(source, file)), source, file);
    }
  });
});

describe('the text of a function without probes', () => {
  const work = `function work(x, { y = 2, z = () => 3 } = {}) {
    let sum = 0;
    for (let i = 0; i < x; i += 1) { if (i % 2) continue; sum += i; }
    const more = class { a = x > 2 ? y : 0; b = () => this.a; };
    return x && sum + new more().b() + z();
  }`;

  it('runs where the counters do not exist', () => {
    const { code } = instrumentWith('probe', work, 'a.js');
    const text = vm.runInNewContext(`${code}; work.toString()`) as string;
    assert.throws(() => vm.runInNewContext(`(${text})(4)`), /\$c is not defined/);
    assert.equal(withoutProbes(text), work);
    assert.equal(vm.runInNewContext(`(${withoutProbes(text)})(4)`), 7);
  });

  it('is that of the source for arrow functions without braces', () => {
    const arrows = [
      '() => 1',
      '(x) => x ? x.y : 0',
      'x => y => x && y',
      'x => (x, f(x))',
      'async () => ({ a: 1 })',
      '() => { f() }',
      '(x = () => 1) => class { a = () => 2 }',
      '() => ({ ["a"]: () => 1 }["a"])',
    ];
    const source = `var all = [${arrows.join()}]; [...all, all[2]()].map(String)`;
    const texts = vm.runInNewContext(instrumentWith('probe', source, 'a.js').code) as string[];
    assert.deepEqual(Array.from(texts, withoutProbes), [...arrows, 'y => x && y']);
  });

  it('runs after a transpiler transformed the instrumented code', () => {
    const { code } = instrumentWith('probe', work, 'a.ts');
    const text = vm.runInNewContext(`${toJavaScript(code, 'a.ts')}; work.toString()`) as string;
    const plain = withoutProbes(text).replaceAll('__name(', '((f) => f)(');
    assert.match(text, /\$c/);
    assert.doesNotMatch(plain, /\$c\d*\$?[[.]/);
    assert.equal(vm.runInNewContext(`(${plain})(4)`), 7);
  });

  it("runs with nyc's engine", () => {
    const { code } = instrumentWith('nyc', work, 'a.js');
    const text = vm.runInNewContext(`${code}; work.toString()`) as string;
    assert.throws(() => vm.runInNewContext(`(${text})(4)`), /cov_\w+ is not defined/);
    assert.equal(vm.runInNewContext(`(${withoutProbes(text)})(4)`), 7);
  });

  it('is unchanged if the function is not instrumented', () => {
    for (const text of [
      'function f($c) { return $c[0] + $c; }',
      'cov_a',
      '() => `$c`',
      'function () { [native code] }',
    ]) {
      assert.equal(withoutProbes(text), text);
    }
  });
});
