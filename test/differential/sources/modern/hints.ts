/** Istanbul's hints: what they leave out of the maps. */
/* istanbul ignore next */
function ignored() { return 1; }

/* istanbul ignore next: a reason, in words */
const ignoredToo = () => { if (ignored()) return 2; return 3; };

function branches(a: number) {
  /* istanbul ignore if */
  if (a < 0) { return 'negative'; }
  /* istanbul ignore else */
  if (a > 0) { a++; } else { a--; }
  /* istanbul ignore if -- at the end */ if (a > 100) return 'big'; else if (a > 50) return 'half';
  if (a === 7) { return 'seven'; } else /* istanbul ignore next */ { a += 0; }
  // istanbul ignore next
  const b = a > 3 ? 'many' : 'few';
  const c = a > 3 ? /* istanbul ignore next */ 'many' : 'few';
  const d = a /* istanbul ignore next */ || b || /* istanbul ignore next */ c;
  const e = /* istanbul ignore next */ a && b && c;
  switch (a) {
    /* istanbul ignore next */
    case 1: return 'one';
    case 2: a++; /* istanbul ignore next */ break;
    // istanbul ignore next
    default: a--;
  }
  /* istanbul ignore next */ for (let i = 0; i < 2; i++) { a += i; }
  try { a++; } catch /* istanbul ignore next */ { a--; }
  /*istanbul ignore next*/ return [a, b, c, d, e];
}

class Hinted {
  /* istanbul ignore next */
  ignoredMethod() { return 1; }
  kept(/* istanbul ignore next */ value = 1) { return value; }
  /* istanbul ignore next */
  field = () => 2;
  /* istanbul ignore next */ static { if (Date) Hinted.count++; }
  static count = 0;
  /* istanbul ignore next */ get got() { return 3; }
  leftOut() { return 4; }
  constructor() { this.kept(); }
}

/* istanbul ignore next */
class Gone { method() { return ignored(); } }

/* istanbul ignore next */
export const several = 1, alsoIgnored = () => several;
export const later = /* istanbul ignore next */ () => 5, kept = () => 6;
export /* istanbul ignore next */ function inside() { return 7; }
/* istanbul ignore next */ export function outside() { return 8; }
const object = { /* istanbul ignore next */ a() { return 9; }, /* istanbul ignore next */ b: () => 10, c: /* istanbul ignore next */ () => 11, d() { return 12; } };
/* istanbul ignore nexte */ const notOurs = () => 13;
/* ISTANBUL IGNORE NEXT */
const norThis = () => 14;
/* istanbul ignore nothing */ const unknown = () => 15;
// a comment that says: istanbul ignore next
const mentioned = () => 16;
/* istanbul ignore next */

const afterBlank = () => 17;
const call = [1, 2].map(/* istanbul ignore next */ (n) => n + 1).filter((n) => /* istanbul ignore next */ n > 2);

export function runHints(): unknown {
  const hinted = new Hinted();
  return [
    ignoredToo(), [0, 1, 2, 6, 49, 60, 200].map(branches), hinted.ignoredMethod(), hinted.kept(2), hinted.field(), hinted.got, hinted.leftOut(), new Gone().method(), alsoIgnored(), later(), kept(), inside(), outside(),
    object.a(), object.b(), object.c(), object.d(), notOurs(), norThis(), unknown(), mentioned(), afterBlank(), call,
  ];
}
