/** Operators that compilers lower: `?.`, `??`, `??=`, `||=`, `&&=`, and logical and conditional expressions. */
const users = [
  { name: 'Ada', address: { city: 'London', lines: ['1 High Street'] }, tags: ['a'], greet: (word) => `${word}, Ada` },
  { name: 'Bob', address: null, tags: null },
  { name: '', tags: [], greet: null },
  { name: 'Dee', address: { city: '' }, greet: (word) => word + ' Dee' },
  null,
  undefined,
  { name: 'Gus', address: { city: 'Graz' } },
];

const cityOf = (user) => user?.address?.city ?? 'nowhere';
const lineOf = (user) => user?.address?.lines?.[0]?.length;
const greetingOf = (user, word) => user?.greet?.(word) ?? (word || 'silence');
const tagOf = (user) => user?.tags?.[0]?.toUpperCase() || user?.name || 'untagged';

let calls = 0;
function make(value) {
  calls += 1;
  return value;
}

function fill(record) {
  record.count ??= make(1);
  record.name ||= make('unnamed');
  record.address &&= make({ ...record.address, seen: true });
  record.list ??= [];
  record.list[record.list.length] ??= make(record.name);
  return record;
}

const always = users[0].address ?? make('never made');
const never = users[1].address ?? make('made once');
const zero = 0 ?? make('never made');
const falsy = 0 || make('made');

const filled = [];
for (const user of users) {
  if (user) filled.push(fill(user));
}
for (const user of filled.slice(0, 3)) fill(user);

function grade(points) {
  return points > 90 ? 'A' : points > 70 ? 'B' : points > 50 ? (points > 60 ? 'C+' : 'C') : points ? 'D' : 'none';
}

function between(value, low, high) {
  return value >= low && value <= high && value !== (low + high) / 2;
}

function either(a, b, c) {
  return (a && b) || (c ?? (a || 'last'));
}

const deleted = users.map((user) => delete user?.tags);
const grades = [95, 85, 75, 65, 55, 55, 5, 0, 0, 0].map((points) => grade(points));
const inside = [1, 2, 3, 4, 5, 6, 7].filter((value) => between(value, 2, 6));
const chosen = [
  either(1, 2, 3),
  either(1, 0, 3),
  either(0, 1, null),
  either(2, 0, undefined),
  either(0, 0, null),
  either(0, 0, 0),
];

console.log(users.map(cityOf), users.map(lineOf), users.map((user, index) => greetingOf(user, index % 2 ? 'Hi' : '')));
console.log(users.map(tagOf), always.city, never, zero, falsy, calls);
console.log(grades.join(), inside, chosen, deleted.length);
console.log(users[0]?.['name'], users[4]?.['name'], (users[5] ?? users[6])?.name, users[7]?.().name);
