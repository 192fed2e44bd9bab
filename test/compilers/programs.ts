/** The programs of the matrix. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceProgram } from './compile/compiler.js';

export const PROGRAMS_DIRECTORY = join(import.meta.dirname, 'programs');

/** Returns the programs of `programs/`, by name. */
export function listPrograms(): readonly SourceProgram[] {
  return readdirSync(PROGRAMS_DIRECTORY)
    .sort()
    .map((name) => {
      const files = readdirSync(join(PROGRAMS_DIRECTORY, name)).sort();
      const main = files.find((file) => file.startsWith('main.'));
      if (main === undefined) throw new Error(`The program ${name} has no main module.`);
      const modules = [main, ...files.filter((file) => file !== main)].map((file) => `${name}/${file}`);
      return { name, language: main.endsWith('.js') ? 'js' : 'ts', modules };
    });
}
