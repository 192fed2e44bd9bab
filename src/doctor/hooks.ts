/** Checks that the hooks count, by running a small program in each language that the project may use. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, findingsOr, ok, problem } from './check.js';
import type { Facts } from './evidence/facts.js';
import { type TrialOptions, type TrialProgram, tryProgram } from './evidence/trial.js';

interface FailedTrial {
  /** `-unexplained`: NODE_OPTIONS is not set. The others: the program is counted, or is not, without NODE_OPTIONS. */
  readonly kind: 'hooks-failed-unexplained' | 'hooks-failed-by-options' | 'hooks-failed-despite-options';
  readonly language: string;
  readonly reason: string;
  /** Value of NODE_OPTIONS; empty if it is not set. */
  readonly options: string;
}

export type HooksFinding =
  | { readonly kind: 'hooks-working'; readonly languages: readonly string[] }
  | FailedTrial;

const JAVASCRIPT: readonly TrialProgram[] = [
  {
    language: 'an ES module',
    file: 'program.mjs',
    args: [],
    text: 'export function counted() {}\ncounted();\n',
  },
  {
    language: 'a CommonJS program',
    file: 'program.cjs',
    args: [],
    text: 'exports.counted = function counted() {};\nexports.counted();\n',
  },
];

export const hooksCheck: Check<HooksFinding> = {
  name: 'hooks',
  async examine(facts) {
    const { cwd, environment } = facts;
    const programs = await programsFor(facts);
    const options = { run: await facts.run(), cwd, environment };
    const failures = await Promise.all(programs.map((program) => tryHooks(program, options)));
    return findingsOr<HooksFinding>(failures.flat(), {
      kind: 'hooks-working',
      languages: programs.map(({ language }) => language),
    });
  },
  describe: {
    'hooks-working': ({ languages }) => ok(`The hooks count ${languages.join(', ')}.`),
    'hooks-failed-unexplained': (finding) =>
      problem(describeFailedTrial(finding), 'Try another Node. If that fails, too, report a bug.'),
    'hooks-failed-by-options': (finding) =>
      problem(
        describeFailedTrial(finding),
        `It is counted without NODE_OPTIONS="${finding.options}". Remove the option that disturbs.`,
      ),
    'hooks-failed-despite-options': (finding) =>
      problem(
        describeFailedTrial(finding),
        'Run `covermain doctor` without NODE_OPTIONS. If it reports the same, try another Node.',
      ),
  },
};

function describeFailedTrial({ language, reason }: FailedTrial): string {
  return `The hooks did not count ${language}: ${reason}`;
}

async function tryHooks(program: TrialProgram, options: TrialOptions): Promise<readonly FailedTrial[]> {
  const reason = await tryProgram(program, options);
  if (reason === null) return [];
  const { environment } = options;
  const failure = { language: program.language, reason, options: environment.NODE_OPTIONS ?? '' };
  if (failure.options === '') return [{ kind: 'hooks-failed-unexplained', ...failure }];
  const plain = await tryProgram(program, { ...options, environment: { ...environment, NODE_OPTIONS: '' } });
  const kind = plain === null ? 'hooks-failed-by-options' : 'hooks-failed-despite-options';
  return [{ kind, ...failure }];
}

/** Includes TypeScript if the project uses it, run by tsx as `covermain manual` does. */
async function programsFor({ root, selected }: Facts): Promise<readonly TrialProgram[]> {
  const files = await selected();
  const isTyped = existsSync(join(root, 'tsconfig.json')) || files.some((file) => /\.[cm]?tsx?$/.test(file));
  if (!isTyped) return JAVASCRIPT;
  const typed: TrialProgram = {
    language: 'TypeScript with tsx',
    file: 'program.mts',
    args: ['--import', pathToFileURL(findTsx(root)).href],
    text: 'export function counted(times: number): number {\n  return times;\n}\ncounted(1);\n',
  };
  return [...JAVASCRIPT, typed];
}

function findTsx(root: string): string {
  try {
    return createRequire(join(root, 'package.json')).resolve('tsx');
  } catch {
    return createRequire(import.meta.url).resolve('tsx'); // `covermain manual` falls back to the same
  }
}
