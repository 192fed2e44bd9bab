/** Quicksort of an array of numbers. */
'use strict';

function swap(array, a, b) {
  const value = array[a];
  array[a] = array[b];
  array[b] = value;
}

function partition(array, low, high) {
  const pivot = array[(low + high) >> 1];
  let left = low;
  let right = high;
  while (left <= right) {
    while (array[left] < pivot) left++;
    while (array[right] > pivot) right--;
    if (left <= right) {
      swap(array, left, right);
      left++;
      right--;
    }
  }
  return left;
}

function quicksort(array, low, high) {
  if (low >= high) return;
  const middle = partition(array, low, high);
  quicksort(array, low, middle - 1);
  quicksort(array, middle, high);
}

/** Sorts 200,000 numbers of a linear congruential generator, and returns a checksum of their order. */
exports.run = () => {
  const array = [];
  let state = 12345;
  for (let i = 0; i < 200_000; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    array.push(state % 1_000_003);
  }
  quicksort(array, 0, array.length - 1);
  let checksum = 0;
  for (let i = 0; i < array.length; i++) checksum = (checksum * 31 + array[i]) % 1_000_000_007;
  return checksum;
};
