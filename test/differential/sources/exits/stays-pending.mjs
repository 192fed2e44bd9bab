// Nothing is left to do while the program still waits: Node ends it with 13.
let steps = 0;
async function wait() {
  steps++;
  for await (const _ of endless()) { steps++; if (steps > 5) await new Promise(() => {}); }
  steps++;
}
async function* endless() { while (true) { yield steps; steps += steps ? 1 : 0; } }
export default async function () { const result = await wait() ?? 'never'; return result; }
