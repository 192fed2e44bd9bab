/** The model of a run shows compiled programs, threads and edited files while they run as the report does after their end. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import typescript from 'typescript-js';
import type { RunModel } from '../../../src/live/run-model.js';
import type { CoverageDocument } from '../../../src/report/coverage-document.js';
import type { FileMessage, FileRow } from '../../../src/view/messages.js';
import { compileByTsc } from '../../support/compilers.js';
import { onceInModel, RUN_VIEW, useRunModels } from '../../support/live-model.js';
import { type MeasuredProject, useMeasuredProject } from '../../support/measured-project.js';
import { type Program, startCovermain } from '../../support/program.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** In the order of a `Tally`. */
const METRICS_OF_TALLY = ['statements', 'branches', 'functions', 'lines'] as const;

const LATER = `// an added line
export function changed(value: number): number { return value > 2 ? 3 : 4; }
export function same(value: number): number { return value > 0 ? 1 : 2; }
`;

const SOURCES = {
  'src/app.ts': `import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import { same } from './edited.js';
import { shared, type Options } from './shared.js';

const options: Options = { times: isMainThread ? 3 : 5 };
for (let time = 0; time < options.times; time++) shared(isMainThread);
const file = fileURLToPath(import.meta.url);
const acts: Record<string, () => void> = {
  thread: () => new Worker(new URL('./thread' + extname(file), import.meta.url)).once('exit', () => console.log('did thread')),
  fork: () => fork(file, ['child']).once('exit', () => console.log('did fork')),
};
same(1);
if (process.argv[2] !== 'child') {
  createInterface({ input: process.stdin }).on('line', (line) => acts[line]?.());
  setTimeout(() => console.log('up'), 300);
}
`,
  'src/thread.ts': `import { shared } from './shared.js';

for (let time = 0; time < 5; time++) shared(false);
`,
  'src/shared.ts': `export interface Options {
  readonly times: number;
}

export function shared(isMain: boolean): string {
  return isMain ? 'main' : 'thread';
}

export const never = (value?: { deep?: number }): number | undefined => value?.deep;
`,
  'src/edited.ts': `export function same(value: number): number { return value > 0 ? 1 : 2; }
export function changed(value: number): number { return value > 1 ? 3 : 4; }
`,
};

describe('a compiled program in the model of its run', () => {
  let made: MeasuredProject;
  useMeasuredProject(
    {
      'package.json': '{"type":"module"}',
      '.nycrc': JSON.stringify({ include: ['src/**', 'built/**'], extension: ['.js', '.ts'], all: false }),
      ...SOURCES,
    },
    {},
    (one) => {
      made = one;
    },
  );
  const open = useRunModels();

  const start = async (directory: string, ...command: readonly string[]) => {
    const args = ['run', '--no-report', '--dir', directory, '--', 'node', ...command];
    const program = startCovermain(made.project, args);
    await program.printed(/^up$/m);
    const model = await open(made.project.root);
    await onceInModel(model, () => (model.state().processes[0]?.state === 'running' ? true : undefined));
    return { program, model };
  };
  const act = async (program: Program, name: string) => {
    program.type(`${name}\n`);
    await program.printed(new RegExp(`^did ${name}$`, 'm'));
  };
  const rowsIn = async (model: RunModel): Promise<readonly FileRow[]> => {
    const reader = model.followRows(RUN_VIEW);
    const changes = await reader.take();
    reader.close();
    assert.ok(typeof changes === 'object');
    return [...changes.rows].sort((one, other) => (one.path < other.path ? -1 : 1));
  };
  const fileIn = async (model: RunModel, path: string): Promise<FileMessage | undefined> => {
    const reader = model.followFile(RUN_VIEW, path);
    const message = await reader.take();
    reader.close();
    return message;
  };
  /** Returns all that the model shows. */
  const shownBy = async (model: RunModel) => {
    const rows = await rowsIn(model);
    return { rows, files: await Promise.all(rows.map(({ path }) => fileIn(model, path))) };
  };
  /** Reads the counters, ends the program, and compares what is shown before and after with each other and the report. */
  const assertSameAtEnd = async (program: Program, model: RunModel, directory: string) => {
    await model.act({ kind: 'mark' });
    const running = await shownBy(model);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await onceInModel(model, () => model.state().end ?? undefined);
    const ended = await shownBy(model);
    assert.deepEqual(running, ended);
    const report = startCovermain(made.project, ['report', '--json', '--reporter', 'none', directory]);
    assert.equal(await report.exitCode, 0, report.output());
    const { files } = JSON.parse(report.stdout()) as CoverageDocument;
    assert.deepEqual(
      ended.rows.map(({ path, total, parts: [covered] }) => ({ path, total, covered })),
      files.map(({ path, ...metrics }) => ({
        path,
        total: METRICS_OF_TALLY.map((metric) => metrics[metric].total),
        covered: METRICS_OF_TALLY.map((metric) => metrics[metric].covered),
      })),
    );
    return ended;
  };

  it('has its sources if tsx compiles them', async () => {
    const { program, model } = await start('data/tsx', '--import', TSX, 'src/app.ts');
    const { rows, files } = await assertSameAtEnd(program, model, 'data/tsx');
    assert.deepEqual(
      rows.map(({ path }) => path),
      ['src/app.ts', 'src/edited.ts', 'src/shared.ts'],
    );
    const shared = files[2];
    assert.ok(shared?.type === 'source');
    assert.equal(shared.source.text, SOURCES['src/shared.ts']);
  });

  it('has the sources of its source maps, and adds the counts of threads', async () => {
    const options = { module: typescript.ModuleKind.ES2022, sourceMap: true };
    compileByTsc(made.project, 'built', options, Object.keys(SOURCES));
    const { program, model } = await start('data/tsc', 'built/app.js');
    await act(program, 'thread');
    const { rows, files } = await assertSameAtEnd(program, model, 'data/tsc');
    assert.ok(
      rows.every(({ path }) => path.startsWith('src/')),
      JSON.stringify(rows),
    );
    assert.ok(files.every((file) => file?.type === 'source' && file.source.text !== null));
    const shared = files[rows.findIndex(({ path }) => path === 'src/shared.ts')];
    assert.ok(shared?.type === 'source');
    assert.ok(shared.layers[0]?.includes(8), `3 in the main thread and 5 in the other: ${shared.layers[0]}`);
  });

  it('has one row for a file that was edited', async () => {
    const { program, model } = await start('data/edited', '--import', TSX, 'src/app.ts');
    writeFileSync(made.project.path('src/edited.ts'), LATER);
    await act(program, 'fork');
    const { files } = await assertSameAtEnd(program, model, 'data/edited');
    const edited = files[1];
    assert.ok(edited?.type === 'source');
    assert.equal(edited.source.text, LATER);
    assert.ok(edited.layers[0]?.includes(2), `both versions: ${edited.layers[0]}`);
  });
});
