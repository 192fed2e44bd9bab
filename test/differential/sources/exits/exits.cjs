// Ends the process while half the program is still running.
let depth = 0;
function down(level) {
  const before = level * 2;
  if (level > 3) {
    for (const turn of [1, 2, 3]) {
      depth += turn;
      if (turn === 2) process.exit(0);
      depth++;
    }
  }
  const result = down(level + 1) || before;
  return result;
}
function* held() {
  try { yield 1; yield 2; } finally { depth = -1; }
}
exports.run = () => {
  const iterator = held();
  iterator.next();
  setTimeout(() => { depth++; }, 10_000);
  process.on('exit', (code) => { if (code === 0 && depth > 0) depth++; else depth--; });
  try { return down(1) + down(2); } catch { return 'never'; } finally { depth++; }
};
