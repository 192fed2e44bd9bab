/** Code that is left in the middle: what stands behind has not run, however near it is. */
class Left extends Error {}
let calls = 0;
function leave(when = true): number { calls++; if (when) throw new Left(`call ${calls}`); return calls; }
const survive = (run: () => unknown): unknown => { try { return run(); } catch (error) { return error instanceof Left ? error.message : `other: ${(error as Error).name}`; } };

const PLACES: (() => unknown)[] = [
  () => { let a = 1; a++; leave(); a++; return a; },
  () => { const a = 1, b = leave(), c = 3; return a + b + c; },
  () => [1, leave(), 3].map((n) => n),
  () => ({ a: 1, get b() { return leave(); }, [leave()]: 2 }),
  () => leave(false) && leave() && leave(false),
  () => leave(false) ? leave() : 0,
  () => { if (leave()) return 1; else return 2; },
  () => { if (leave(false) || leave()) { return 1; } return 2; },
  () => { for (let i = leave(false); i < 100; i += leave(i > 2 && i < 100)) calls++; return 0; },
  () => { for (const _ of (function* () { yield 1; leave(); yield 2; })()) calls++; return 0; },
  () => { for (const _ of [1, 2, 3]) { if (_ === 2) leave(); calls++; } return 0; },
  () => { while (leave(calls % 7 === 0)) calls++; return 0; },
  () => { do calls++; while (!leave()); return 0; },
  () => { switch (leave()) { case 1: return 1; default: return 2; } },
  () => { switch (1 as number) { case leave(false): return 1; case leave(): return 2; case leave(): return 3; } return 4; },
  () => { switch (1 as number) { case 1: calls++; leave(); calls++; case 2: calls++; } return 5; },
  () => ((a = leave(), b = 2) => a + b)(),
  () => { const { a = leave(), b = 2 } = {} as any; return a + b; },
  () => `a${leave()}b${calls}`,
  () => { try { leave(); calls++; } finally { calls += 10; } },
  () => { try { leave(); } catch { leave(); calls++; } },
  () => { try { return leave(false); } finally { leave(); } },
  () => { lab: { try { leave(); } catch { break lab; } calls++; } return calls; },
  () => new (class { a = 1; b = leave(); c = 3; })(),
  () => new (class extends Array { constructor() { calls++; super(leave()); calls++; } })(),
  () => class { static a = 1; static b = leave(); static { calls++; } },
  () => class extends (leave() as any) {},
  () => { function* g() { yield 1; leave(); yield 2; } const it = g(); it.next(); it.next(); it.next(); },
  () => { const it = (function* () { try { yield 1; yield 2; } finally { leave(); } })(); it.next(); it.return(); },
  () => { const [a, b] = (function* () { yield 1; leave(); })(); return a as number + (b as unknown as number); },
  () => { let n = 0; const down = (): number => { n++; if (n > 30) leave(); const result = down(); calls++; return result; }; return down(); },
  () => { throw leave(false) ? new Left('thrown') : new Left('never'); },
  () => { const o = { get p(): number { leave(); return 1; } }; calls += o.p; return o; },
  () => (null as any).missing.further(leave()),
  () => (undefined as any)(leave(false)),
  () => { notThere; calls++; },
  () => { late; const late = leave(false); return late; },
  () => [3, 2, 1].sort((a, b) => { if (a === 1) leave(); return a - b; }),
  () => JSON.stringify({ toJSON() { leave(); return 1; } }),
  () => { const p = new Proxy({}, { get: (_, name) => (name === 'x' ? leave() : 1) }) as any; return p.y + p.x + p.y; },
  () => { label: for (;;) { for (;;) { try { continue label; } finally { if (leave(calls % 5 === 0)) break label; } } } return 'out'; },
];
declare const notThere: unknown;

export function runThrows(): unknown {
  return [PLACES.map(survive), calls];
}
