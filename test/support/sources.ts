/** Code that loads files of `src/`, in processes and threads of its own. It is CommonJS, and calls `load`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Program, type ProgramOptions, start } from './program.js';
import { type Project, REPOSITORY } from './project.js';

const TSX = createRequire(import.meta.url).resolve('tsx/cjs/api');

/** Stands before code that loads: `const { openChannel } = load('runtime/threads/thread-channel.ts');` */
export const LOAD = `
const load = (file) => {
  const path = ${JSON.stringify(join(REPOSITORY, 'src/'))} + file;
  return require(${JSON.stringify(TSX)}).require(path, path);
};
`;

const HERE: Project = { root: REPOSITORY, path: (file) => join(REPOSITORY, file), remove() {} };

/** A process of its own. */
export function startSource(code: string, options: ProgramOptions = {}): Program {
  return start(HERE, process.execPath, ['-e', `${LOAD}${code}`], options);
}
