/** Conditions that are constant, code that is never reached, and values that are folded or never used. */
const PRODUCTION = true;
const VERSION = 3;
const NAME = 'tool';

function start(values) {
  if (!PRODUCTION) {
    console.log('development');
  }
  let count = 0;
  for (const value of values) {
    if (VERSION > 2) count += value;
    else count -= value;
    if (typeof value === 'undefined') return 'no value';
  }
  return PRODUCTION ? `${NAME} ${count}` : 'development';
}

function stop(code) {
  const unused = code * 2;
  if (code === 0) return 'ok';
  return PRODUCTION && VERSION === 3 ? `failed ${code}` : 'crashed';
  console.log('unreachable');
}

function empty(value) {
  if (value > 1) {
  } else {
    value;
  }
  'not a directive';
  void value;
}

function repeats(value) {
  if (value > 2) {
    return value + 1;
  } else {
    return value + 1;
  }
}

function both(value) {
  let result = 0;
  if (value) {
    result = 1;
    result += value;
  } else {
    result = 2;
    result += value;
  }
  return result;
}

function loopNever() {
  while (!PRODUCTION) console.log('never');
  for (let index = 0; index < 0; index++) console.log('never');
  return VERSION || 'no version';
}

switch (VERSION) {
  case 1:
    console.log('one');
    break;
  case 3:
    console.log('three');
    break;
  default:
    console.log('other');
}

if (PRODUCTION) console.log('production');
else console.log('development');

const unusedConstant = PRODUCTION ? 1 : 2;
const label = VERSION === 3 ? 'three' : 'other';
const mode = NAME && VERSION && label;

for (const value of [0, 1, 3, 7]) {
  empty(value);
  console.log(stop(value), repeats(value), both(value));
}
console.log(start([]), start([1]), start([1, 3, 7]), loopNever(), mode);
