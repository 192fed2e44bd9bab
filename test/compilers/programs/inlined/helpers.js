export const identity = (value) => value;

export const isEven = (value) => value % 2 === 0;

export function clamp(value, low, high) {
  if (value < low) return low;
  if (value > high) return high;
  return value;
}

export function once() {
  const parts = ['a', 'b'];
  if (parts.length > 1) parts.push('c');
  return parts.join('');
}

export function neverCalled(value) {
  return clamp(value, 0, 1);
}
