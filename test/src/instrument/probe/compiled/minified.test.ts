/** Code that a minifier rewrote has the counts of its source, or none. */
import assert from 'node:assert/strict';
import { esbuild, trueCounts } from '../../../../support/compiled-counts.js';

const SOURCES: Readonly<Record<string, string>> = {
  'a `continue` that became a condition': `let hits = 0;
for (const v of [1, 2]) { if (v > 1) continue; hits += v; }`,
  'an `if` that became `&&`': `function f(a, b) { if (a) b(); if (!a) b(); }
f(1, () => {}); f(0, () => {});`,
  'an `if` with `else` that became `?:`': `let n = 0;
function f(a) { if (a) n = g(1); else n = g(2); return n; }
function g(a) { if (a > 1) return 'more'; return 'less'; }
f(1); f(0); f(2);`,
  'nested `if`s that became one': `let n = 0;
function f(a, b) { if (a) { if (b) { n++; } } return n; }
f(1, 1); f(1, 0); f(0, 1);`,
  'statements that were joined by commas': `const log = [];
function boom(a) { if (a > 1) throw new Error('boom'); return a; }
function f(a) { log.push(a); boom(a); log.push('after'); return log.length; }
f(1); try { f(2); } catch (error) { log.push(error); }`,
  'a variable whose value was moved': `function boom(a) { if (a > 1) throw new Error('boom'); return a; }
function f(a) { const b = boom(a); const c = a ? 1 : 2; return c + b; }
f(1); f(0); try { f(2); } catch {}`,
  'returns that were merged': `function f(a) { if (a > 2) return 1; if (a > 1) return 2; return a ? 3 : 4; }
f(0); f(1); f(2); f(3); f(3);`,
  'a `while` that became `for`': `let n = 3; while (n > 0) { if (n === 2) { n -= 2; continue; } n--; }`,
  'functions whose calls were replaced': `function none() {}
function same(a) { return a; }
const log = [];
none(); none(); log.push(same(1), same(2)); log.push(none, same);`,
};

describe('compiled code has true counts where it was minified', () => {
  for (const [title, source] of Object.entries(SOURCES)) {
    for (const options of [{ minify: true }, { minifySyntax: true }, { minify: true, target: 'es2022' }])
      it(`${title}: ${JSON.stringify(options)}`, async () => {
        await trueCounts(source, esbuild(source, options));
      });
  }

  it('leaves out a folded `continue` and its `if`, and counts the loop', async () => {
    const source = SOURCES['a `continue` that became a condition'] ?? '';
    const counts = await trueCounts(source, esbuild(source, { minify: true, target: 'es2022' }));
    const folded = [
      'continue;',
      'if (v > 1) continue;',
      'if (v > 1) continue; [0]',
      'if (v > 1) continue; [1]',
    ];
    for (const text of folded) assert.equal(counts[text], undefined, text);
    assert.equal(counts['0'], 1);
  });
});
