/** The TypeScript compiler, a file of 9 MB, compiles the sources of this repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cpuScenario } from '../cpu.js';
import { packageMain } from '../packages.js';
import { appText, inRepository } from '../project.js';

const COMPILER = packageMain('typescript-js');

export const typescript = cpuScenario({
  name: 'typescript',
  isolates:
    'Cost of counting in a very large program: closures, a type checker, more counters than the CPU caches hold.',
  passes: { warmUp: 4, measured: 6 },
  rounds: 4,
  project: () => ({
    files: { 'app.cjs': appText('typescript.cjs'), 'lib/typescript.js': compilerText() },
    copies: { 'input/src': inRepository('src'), 'input/harness': inRepository('harness'), ...libraries() },
  }),
});

/** Returns the compiler without the comment that names a source map. The map is not published, and nyc fails on such a file. */
export function compilerText(): string {
  return readFileSync(COMPILER, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/gm, '');
}

/** Returns the declaration files that the compiled program needs. */
function libraries(): Readonly<Record<string, string>> {
  const names = readdirSync(dirname(COMPILER)).filter((name) => /^lib\.(es|decorators)/.test(name));
  return Object.fromEntries(names.map((name) => [`input/lib/${name}`, join(dirname(COMPILER), name)]));
}
