/** Sieve of Eratosthenes in a typed array. */
'use strict';

function sieve(limit) {
  const isComposite = new Uint8Array(limit + 1);
  for (let factor = 2; factor * factor <= limit; factor++) {
    if (isComposite[factor]) continue;
    for (let multiple = factor * factor; multiple <= limit; multiple += factor) {
      isComposite[multiple] = 1;
    }
  }
  return isComposite;
}

/** Returns the number of primes up to two million, and the sum of them. */
exports.run = () => {
  const isComposite = sieve(2_000_000);
  let count = 0;
  let sum = 0;
  for (let number = 2; number < isComposite.length; number++) {
    if (isComposite[number] === 0) {
      count++;
      sum += number;
    }
  }
  return `${count} ${sum}`;
};
