// Command lines with flags, values, lists, aliases and attempts on the prototype.
const LINES = [
  '-a 1 -b2 -cde 5 --long value --long=other --no-flag x y',
  '--str 007 --num 0x10 --float 1e3 -n5 -- rest -x',
  '--a.b.c 1 --a.b.d=2 --a.e',
  '--__proto__.x 1 --constructor.prototype.y 2 --toString.z 3',
  '-s= -t=x -- --no -f/ -g-1',
  '--verbose false --list 1 --list 2 --list 3 -',
  '--bool=false --bool2 maybe -xyz=1',
];
const OPTIONS = [
  undefined,
  {
    string: ['str', '_'],
    boolean: ['flag', 'verbose', 'bool', 'bool2'],
    alias: { l: 'long', v: ['verbose', 'loud'] },
  },
  { boolean: true, stopEarly: true },
  { '--': true, default: { 'a.b.c': 1, unset: true } },
  { unknown: (name) => !name.startsWith('-') },
  { string: 'num', boolean: 'a', alias: { a: ['b', 'c'] }, default: { num: null } },
];

export default function (minimist) {
  return OPTIONS.map((options) => LINES.map((line) => attempt(() => minimist(line.split(' '), options))));
}

function attempt(run) {
  try {
    return run();
  } catch (error) {
    return error.message;
  }
}
