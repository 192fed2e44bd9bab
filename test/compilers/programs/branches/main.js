/** Conditions that minifiers turn into expressions: `if` as `&&` or `?:`, early returns merged with commas. */
const log = [];
const note = (text) => {
  log.push(text);
};

function sign(value) {
  if (value > 0) return 'plus';
  if (value < 0) return 'minus';
  return 'zero';
}

function check(value) {
  if (value > 3) note('large');
  if (value === 2) {
    note('two');
  } else {
    note('other');
  }
  if (!value) note('nothing');
  else if (value === 1) note('one');
  else if (value < 5) note('few');
  else note('many');
}

function assign(value) {
  let result;
  if (value > 4) result = 'high';
  else result = 'low';
  if (value === 0) {
    result = 'none';
    note(result);
  }
  return result;
}

function early(value) {
  if (value === 0) {
    note('zero');
    return;
  }
  note('not zero');
  if (value > 5) {
    note('over five');
    note('returns');
    return value;
  }
  const half = value / 2;
  if (half !== 1) return half;
  note('is one');
  return -1;
}

function validate(value) {
  if (typeof value !== 'number') throw new TypeError('no number');
  if (value < 0) {
    throw new RangeError(value === -1 ? 'minus one' : 'negative');
  }
  if (value === 0 || value === 7) return false;
  return value > 2 && (value < 5 || value === 6);
}

function attempt(value) {
  try {
    if (validate(value)) return 'valid';
  } catch {
    return 'thrown';
  } finally {
    if (value === 3) note('three');
  }
  return 'invalid';
}

const describe = (value) => (value > 1 ? (value > 3 ? 'big' : 'medium') : value ? 'small' : note('empty'));

function nested(a, b) {
  if (a) {
    if (b) {
      return 'both';
    }
  } else {
    if (b) return 'only b';
    else return 'none';
  }
  return 'only a';
}

function last(value) {
  if (value > 2) {
    if (value > 4) {
      note('last over four');
    } else {
      note('last over two');
    }
  }
}

function bits(value) {
  let count = 0;
  if (value & 1) count++;
  if (value & 2) count++, note('second bit');
  if (value & 4) {
    count++;
  }
  return count ? count : undefined;
}

function boolean(value) {
  if (value > 3) return true;
  return false;
}

function negated(value) {
  if (!(value > 3)) {
    note('not over three');
  }
  if (value !== 5) return value === 6 ? 'six' : 'not five';
  else return 'five';
}

const values = [0, 1, 2, 3, 4, 5, 6, 7, 7, 7];
for (const value of values) {
  check(value);
  early(value);
  last(value);
}
console.log([...values, -1, -2].map(sign), values.map(assign), [...values, -1, -2, 'x'].map(attempt));
console.log(values.map(describe), nested(1, 1), nested(1, 0), nested(1, 0), nested(0, 1), nested(0, 0), nested(0, 0));
console.log(values.map(bits), values.map(boolean), values.map(negated), log.length, log.join());
