/** Loops, labels, switches, conditions with and without blocks. */
function grade(points: number): string {
  if (points > 90) return 'A';
  else if (points > 80) return 'B';
  else if (points > 70) { return 'C'; }
  if (points < 0) ; else if (points === 0) { } else points++;
  if (points === 42) {} else {}
  return 'F';
}

function days(month: number, leap = false): number {
  switch (month) {
    case 2:
      if (leap) return 29;
      return 28;
    case 4: case 6: case 9:
    case 11: return 30;
    default: { break; }
    case 13:
      month += 1;
    case 14:
      month += 1;
  }
  switch (true) { case month > 100: return -1; case month > 14 && month < 20: return 0; }
  switch (month) {}
  switch (month) { default: }
  return 31;
}

function labels(): string[] {
  const seen: string[] = [];
  outer: for (let i = 0; ; i++) {
    inner: for (let j = 0; j < 5; j++) {
      if (j === 1) continue inner;
      if (j === 3) continue outer;
      if (i === 2) break outer;
      seen.push(`${i}${j}`);
    }
  }
  block: { seen.push('in'); if (seen.length) break block; seen.push('never'); }
  a: b: while (true) { do { break a; } while (seen); }
  one: if (seen) break one;
  two: switch (seen.length) { default: for (;;) break two; }
  return seen;
}

function loops(): unknown[] {
  const seen: unknown[] = [];
  for (var i = 0, n = 3; i < n; i++, n -= 0) seen.push(i);
  for (const key in { x: 1, y: 2 }) seen.push(key);
  for (const [a, b = 'none'] of [[1, 'one'], [2]]) seen.push(a, b);
  for (let { length, ...others } of ['ab']) seen.push(length, Object.keys(others));
  let target: { at?: number } = {};
  for (target.at of [1, 2]);
  for (const name of Object.keys(target)) if (name) seen.push(name); else seen.push('never');
  while (i-- > 0) if (i === 1) continue; else seen.push(`while ${i}`);
  do i++; while (i < 2)
  do { i++; if (i > 8) break; } while (i < 5);
  for (;;) { if (i++ > 7) break }
  for (let j = 0, step = () => j; j < 2; j++) seen.push(step());
  const closures = []; for (let j = 0; j < 3; j++) closures.push(() => j);
  with_: for (const f of closures) { seen.push(f()); if (f() === 1) break with_; }
  for (let j = 300; j--;) total += j;
  return [...seen, i, target, total];
}
let total = 0;

function finallies(way: string): string[] {
  const seen: string[] = [];
  const attempt = (): string => {
    for (const turn of ['first', 'second']) {
      try {
        if (way === 'return') return 'returned';
        if (way === 'throw') throw new Error(turn);
        if (way === 'break') break;
        if (way === 'continue') continue;
        seen.push('through');
      } catch ({ message }: any) {
        seen.push(message);
        if (message === 'second') throw new TypeError('from catch');
      } finally {
        seen.push(`finally ${turn}`);
        if (way === 'override') return 'overridden';
      }
      seen.push('after');
    }
    return 'end';
  };
  try { seen.push(attempt()); } catch { seen.push('caught'); } finally { }
  return seen;
}

const conditional = (a: number) => a > 2 ? a > 3 ? 'more' : 'three' : a < 0 ? 'less' : a === 0 ? 'none' : 'some';

export function runFlow(): unknown {
  if (total) debugger;
  var unreached; { let shadow = 1; { const shadow = 2; unreached = shadow; } total += shadow; } ;;
  return [
    [95, 85, 75, 50, 0, -1, 42].map(grade), [2, 4, 6, 11, 1, 13, 14, 200].map((month) => days(month)), days(2, true), labels(), loops(),
    ['return', 'throw', 'break', 'continue', 'override', 'pass'].map(finallies), [4, 3, 1, 0, -1].map(conditional), unreached,
  ];
}
