// Dies of an error that nobody catches, thrown late, with promises still open.
let calls = 0;
const later = async (n) => {
  calls++;
  await null;
  if (n > 2) throw new RangeError(`too many: ${n}`);
  calls++;
  return later(n + 1).finally(() => { calls += 10; });
};
export default async function () {
  const results = [];
  process.on('uncaughtExceptionMonitor', (error) => { results.push(error instanceof RangeError ? 'range' : 'other'); });
  setImmediate(() => { const before = calls; later(0); calls = before + 1; });
  await new Promise((resolve) => { results.push(resolve); });
  return results;
}
