/** Tests that code which control flow skips or never reaches is counted less often than the code before it. */
import { type CountsCase, describeCounts } from '../../../support/counts.js';

const JUMPS: readonly CountsCase[] = [
  [
    'out of a labelled block',
    'for (const i of [0, 1]) a: { const b = 1; if (i) break a; const c = 2; } const d = 3;',
  ],
  [
    'out of a labelled if',
    'for (const i of [0, 1, 2]) { a: if (i) { if (i > 1) break a; let b = 1; } let c = 2; } a: if (1) break a; const d = 3;',
  ],
  [
    'out of a labelled if with an else',
    'for (const i of [0, 1, 2]) { a: if (i) break a; else { if (!i) break a; let b = 1; } let c = 2; }',
  ],
  [
    'over nested labels',
    'for (const i of [0, 1]) a: b: { if (i) break a; else break b; } a: b: if (1) { break a; } const c = 1;',
  ],
  [
    'by continue to an outer loop',
    'a: for (const i of [0, 1, 2]) { const b = 1; for (const j of [0, 1]) { if (j) continue a; const c = 2; } const d = 3; }',
  ],
  [
    'through a switch',
    'for (const i of [0, 1, 2, 3]) switch (i) { case 0: const a = 1; case 1: let b = 2; if (i) break; var c = 3; default: var d = 4; case 2: }',
  ],
  [
    'by return in arms',
    'function f(a) { if (a > 1) return; const b = 1; if (a) { return; } else { let c = 2; } let d = 3; } f(0); f(1); f(2);',
  ],
  [
    'by return in every arm',
    'function f(a) { if (a) return 1; else throw 2; const b = 1; if (b) c(); } f(1); try { f(0); } catch {}',
  ],
  [
    'by throw in a nested arm',
    'function f(a, b) { if (a) { if (b) throw 1; } else if (b) return; const c = 1; } f(0, 0); f(1, 0); f(0, 1); try { f(1, 1); } catch {}',
  ],
  [
    'from a loop that only ends by break',
    'function f() { for (;;) { if (pick) break; } const a = 1; while (true) { return; } const b = 2; } var pick = 1; f();',
  ],
  [
    'over code that never runs',
    'function f() { return; if (1) { var a = 1; } else b(); const c = 1; function b() { const d = 1; } for (;;) { let e = 1; } } f();',
  ],
  [
    'by generators that are abandoned',
    'function* f(a = 1) { const b = 1; yield; const c = 2; try { yield; const d = 3; } finally { const e = 4; } const g = 5; } f(); f().next(); const i = f(); i.next(); i.next(); i.return();',
  ],
  [
    'by generators that are abandoned in expressions',
    'function* f() { const a = [1, yield, (() => 1)]; const b = 1; (yield) || 1; let c = 2; } f().next(); const g = f(); g.next(); g.next();',
  ],
  [
    'by promises that never settle',
    'async function f() { const a = 1; await new Promise(() => {}); const b = 2; } f(); async function g() { const a = await 1, b = 2; await null; let c = 3; } g();',
  ],
  [
    'by for await',
    'async function f() { for await (const a of [1, new Promise(() => {})]) { const b = 1; } const c = 2; } f();',
  ],
  [
    'by optional chains',
    'var a; a?.[b || 1]; a?.b(c ? 1 : 2).d; const e = 1; a = { f: null }; a?.f?.(g && 1); var b, c, g;',
  ],
  ['by logical assignment', 'var a = 1, b; a ||= c || 1; b ??= c || 2; b &&= (c && 3, 4); var c;'],
];

describeCounts('when control flow jumps', JUMPS);
