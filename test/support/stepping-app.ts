/** A program that runs one of two functions for each letter that a test types: `a` or `b`. It prints `done a` or `done b`. */

export const STEPPING_APP = `
process.stdin.setEncoding('utf8').on('data', (text) => [...text].forEach(step));
function step(letter) {
  if (letter === 'a') first();
  if (letter === 'b') second();
}
function first() { console.log('done a'); }
function second() { console.log('done b'); }
console.log('ready ' + process.pid);
`;
