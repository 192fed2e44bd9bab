function size(n) {
  if (n > 6) {
    return 'large';
  } else if (n > 2) {
    return 'medium';
  } else if (n > 0) {
    return 'small';
  }
  return 'none';
}
let text = '';
for (const n of [0, 1, 3, 3, 7, 7, 7]) text += size(n) + ' ';
console.log(text);
