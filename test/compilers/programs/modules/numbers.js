import { pad } from './text.js';

export function total(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

export function average(values) {
  if (!values.length) return 0;
  return total(values) / values.length;
}

const sign = (value) => (value < 0 ? '-' : value > 0 ? '+' : '');

export function describe(values) {
  const mean = average(values);
  if (mean > 3) return pad(`high ${mean}`, 9);
  else if (mean < 0) return `low ${sign(mean)}`;
  return values.length === 0 ? 'empty' : `${sign(mean)}${mean}`;
}

export function unused(value) {
  if (value) return sign(value);
  return describe([]);
}
