/** Runs code that loads files of `src/` in separate processes and threads. The code is CommonJS and calls `load`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Program, type ProgramOptions, start } from './program.js';
import { type Project, REPOSITORY } from './project.js';

const TSX = createRequire(import.meta.url).resolve('tsx/cjs/api');

/** Defines `load`. Must precede code such as `const { openChannel } = load('runtime/threads/thread-channel.ts');`. */
export const LOAD = `
const load = (file) => {
  const path = ${JSON.stringify(join(REPOSITORY, 'src/'))} + file;
  return require(${JSON.stringify(TSX)}).require(path, path);
};
`;

const THIS_REPOSITORY: Project = { root: REPOSITORY, path: (file) => join(REPOSITORY, file), remove() {} };

/** Starts a process that runs the code. */
export function startSource(code: string, options: ProgramOptions = {}): Program {
  return start(THIS_REPOSITORY, process.execPath, ['-e', `${LOAD}${code}`], options);
}
