// Ends by itself, later than its result, and not with 0.
let ticks = 0;
const tick = () => { ticks++; if (ticks < 4) setImmediate(tick); else process.exitCode = ticks > 3 ? 7 : 0; };
process.on('beforeExit', () => { if (ticks < 10) { ticks += 6; setImmediate(() => { ticks++; }); } });
export default () => { tick(); return ticks && 'first'; };
