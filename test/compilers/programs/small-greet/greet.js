export function greet(n) {
  if (!n) return 'hello stranger';
  return 'hello ' + n;
}

export function unused(n) {
  return n ? 'never' : 'called';
}
