/** Writes random programs, which find kinds of code that nobody thought of. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomProgram } from '../support/random-programs.js';
import type { SourceProgram } from './compile/compiler.js';

/**
 * Defines the functions that random programs call, and prints what they recorded at the end. They behave the same for
 * the same seed.
 */
const globalsText = (seed: number) => `let state = ${(seed ^ 0x5bd1e995) >>> 0};
const random = (limit) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 0x100000000) * limit);
};
const throwsAt = random(60);
const notes = [];
let calls = 0;
globalThis.boom = () => {
  calls += 1;
  notes.push(calls);
  if (calls === throwsAt || calls % 97 === 96 || calls > 1000) throw new Error('boom');
  return calls;
};
globalThis.pick = () => {
  globalThis.boom();
  return random(4);
};
globalThis.note = (value) => {
  notes.push(typeof value === 'number' || typeof value === 'boolean' ? value : typeof value);
  return value;
};
globalThis.finished = new Promise((resolve) => setImmediate(resolve)).then(() => console.log(notes.join()));
`;

/** Writes a program of one language for a seed. @param directory the directory of all programs */
export function writeRandomProgram(directory: string, seed: number, language: 'js' | 'ts'): SourceProgram {
  const name = `random-${seed}-${language}`;
  const main = `main.${language}`;
  const text = randomProgram(seed, language === 'ts', true);
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, main), `import './globals.js';\n${text}export {};\n`);
  writeFileSync(join(directory, name, 'globals.js'), globalsText(seed));
  return { name, language, modules: [`${name}/${main}`, `${name}/globals.js`], isRandom: true };
}
