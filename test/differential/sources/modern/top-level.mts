/** Awaits at the top of a module. */
import { readFile } from 'node:fs/promises';
const text = await readFile(new URL(import.meta.url), 'utf8').catch(() => '');
let rounds = 0;
for await (const round of [Promise.resolve(1), 2]) rounds += round;
if (rounds > 2) await null; else await Promise.reject(new Error('never'));
const { sep } = await import('node:path');
export const fromTheTop: unknown[] = [rounds, typeof text, sep, await (async () => rounds > 1 && 'awaited')()];
export default await 1;
