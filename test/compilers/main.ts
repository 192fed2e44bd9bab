/**
 * The compiler matrix: compiles each program of `programs/` with each compiler, runs it under covermain, and compares
 * the count of each statement, function and branch arm with that of the source. A compiled program may lack an item. It
 * must have no other count.
 */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';
import { type Comparison, compareCounts, sumNumbers } from './compare-counts.js';
import type { Compiler, SourceProgram } from './compile/compiler.js';
import { COMPILERS } from './compilers.js';
import { type MeasuredProgram, prepareRunPrograms, type RunPrograms } from './measure.js';
import { listPrograms, PROGRAMS_DIRECTORY } from './programs.js';
import { writeRandomProgram } from './random-program.js';
import { type CompilerResult, describeDisagreement, describeLeftOut, drawTable } from './report.js';

/** Programs of which optimizing bundlers leave no function, so that nothing can be traced. */
const MAY_BE_UNTRACED: readonly string[] = ['small-greet'];

const USAGE = `Usage: npm run test:compilers -- [options]

  --compiler TEXT   run the compilers whose names contain TEXT
  --program TEXT    run the programs whose names contain TEXT
  --left-out        print the items that are left out, too
  --keep            keep the directory with the compiled programs
  --random N,N,...  run the random programs of these seeds instead, or of the seeds N-N
  --list            print the names of the compilers and programs`;

const { values: options } = parseArgs({
  options: {
    compiler: { type: 'string', default: '' },
    program: { type: 'string', default: '' },
    'left-out': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    random: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const compilers = COMPILERS.filter(({ name }) => name.includes(options.compiler));
let programs: readonly SourceProgram[] = listPrograms().filter(({ name }) => name.includes(options.program));
if (options.help) console.log(USAGE);
else if (options.list) console.log([...compilers, ...programs].map(({ name }) => name).join('\n'));
else if (compilers.length === 0 || programs.length === 0) {
  console.error(`No compiler or no program has this name. ${USAGE}`);
  process.exitCode = 2;
} else await runMatrix();

async function runMatrix(): Promise<void> {
  const project = createMatrixProject();
  try {
    if (options.random) programs = writeRandomPrograms(project);
    const runPrograms = await prepareRunPrograms(project);
    const sources = await measureSources(runPrograms);
    const results: CompilerResult[] = [];
    const waiting = compilers.filter((compiler) => compiledPrograms(compiler).length > 0);
    const work = async () => {
      for (let compiler = waiting.shift(); compiler; compiler = waiting.shift())
        results.push(await testCompiler(project, compiler, runPrograms, sources));
    };
    await Promise.all([work(), work()]);
    results.sort((a, b) => indexOf(a) - indexOf(b));
    printResults(project.root, results);
  } finally {
    if (options.keep) console.log(`\nThe compiled programs are in ${project.path('out')}.`);
    else project.remove();
  }
}

function indexOf({ compiler }: CompilerResult): number {
  return compilers.findIndex(({ name }) => name === compiler);
}

function writeRandomPrograms(project: Project): readonly SourceProgram[] {
  const [first = 0, last = first] = options.random.split('-').map(Number);
  const seeds = options.random.includes(',')
    ? options.random.split(',').map(Number)
    : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return seeds.flatMap((seed) =>
    (['js', 'ts'] as const).map((language) => writeRandomProgram(project.path('programs'), seed, language)),
  );
}

/** Creates the project in which the programs are compiled and run. */
function createMatrixProject(): Project {
  const project = makeProject({
    '.nycrc': JSON.stringify({ include: ['programs/**', 'out/**'] }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { experimentalDecorators: true } }),
  });
  cpSync(PROGRAMS_DIRECTORY, project.path('programs'), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules/tslib'), project.path('node_modules/tslib'), 'dir');
  return project;
}

type MeasuredPrograms = ReadonlyMap<string, MeasuredProgram>;

async function measureSources(runPrograms: RunPrograms): Promise<MeasuredPrograms> {
  const measureLanguage = (language: string) => {
    const mains = programs.filter((program) => program.language === language);
    return runPrograms(
      new Map(mains.map(({ name, modules: [main] }) => [name, `programs/${main}`])),
      language === 'ts',
    );
  };
  const measured = await Promise.all(['js', 'ts'].map(measureLanguage));
  return new Map(measured.flatMap((map) => [...map]));
}

function compiledPrograms({ languages, unsupported }: Compiler): readonly SourceProgram[] {
  return programs.filter(
    ({ name, language }) => languages.includes(language) && !unsupported?.includes(name),
  );
}

async function testCompiler(
  project: Project,
  compiler: Compiler,
  runPrograms: RunPrograms,
  sources: MeasuredPrograms,
): Promise<CompilerResult> {
  const compiled = compiledPrograms(compiler);
  const out = `out/${compiler.name.replaceAll(' ', '-')}`;
  mkdirSync(project.path(out), { recursive: true });
  writeFileSync(
    project.path(`${out}/package.json`),
    JSON.stringify({ type: compiler.isModule ? 'module' : 'commonjs' }),
  );
  const directories = { root: project.root, sources: project.path('programs'), out: project.path(out) };
  try {
    await compiler.compile(directories, compiled);
  } catch (error) {
    return { ...NO_RESULT, compiler: compiler.name, failures: [`Compiling failed: ${error}`] };
  }
  const measured = await runPrograms(new Map(compiled.map(({ name }) => [name, `${out}/${name}/main.js`])));
  const results = compiled.map((program) => comparePrograms(program, sources, measured));
  return {
    compiler: compiler.name,
    failures: results.flatMap(({ failure }) => failure ?? []),
    disagreements: results.flatMap(({ comparison }) => comparison.disagreements),
    items: sumNumbers(results.map(({ comparison }) => comparison.items)),
    leftOut: results.flatMap(({ comparison }) => comparison.leftOut),
  };
}

const NO_RESULT = { disagreements: [], leftOut: [], items: sumNumbers([]) };

interface ProgramResult {
  readonly comparison: Comparison;
  /** What is wrong besides counts: another output than that of the source, or no counts at all. */
  readonly failure: string | undefined;
}

function comparePrograms(
  { name, isRandom }: SourceProgram,
  sources: MeasuredPrograms,
  compiled: MeasuredPrograms,
): ProgramResult {
  const [source, found] = [sources.get(name), compiled.get(name)];
  const isSame = source?.stdout === found?.stdout;
  if (!isSame && isRandom) return { comparison: compareCounts({}, {}), failure: undefined };
  const comparison = compareCounts(source?.coverage ?? {}, found?.coverage ?? {});
  return {
    comparison,
    failure: isSame ? describeLoss(name, comparison) : describeOutputs(name, source, found),
  };
}

function describeOutputs(name: string, source?: MeasuredProgram, compiled?: MeasuredProgram): string {
  return `${name} printed something else.\nexpected:\n${source?.stdout}\nactual:\n${compiled?.stdout}`;
}

/** Returns a text if no item of a program is counted. Otherwise a program without counts would have no wrong ones. */
function describeLoss(name: string, { items, leftOut }: Comparison): string | undefined {
  const { statement, function: functions, arm } = items;
  const isLost = statement + functions + arm === leftOut.length && !MAY_BE_UNTRACED.includes(name);
  return isLost ? `${name} is not measured at all.` : undefined;
}

function printResults(root: string, results: readonly CompilerResult[]): void {
  for (const { compiler, leftOut, disagreements, failures } of results) {
    if (options['left-out']) for (const item of leftOut) console.log(describeLeftOut(root, compiler, item));
    for (const disagreement of disagreements) console.log(describeDisagreement(root, compiler, disagreement));
    for (const failure of failures) console.log(`${compiler} | ${failure}`);
  }
  console.log(`\n${drawTable(results)}`);
  if (results.some(({ disagreements, failures }) => disagreements.length + failures.length > 0))
    process.exitCode = 1;
}
