/** After its end, the model of a run shows what `covermain report` shows, whichever way its processes have ended. */
import assert from 'node:assert/strict';
import type { RunModel } from '../../../src/live/run-model.js';
import type { CoverageDocument } from '../../../src/report/coverage-document.js';
import { agentOf } from '../../support/live-agents.js';
import {
  awaitCalls,
  functionsInModel,
  onceInModel,
  RUN_VIEW,
  useRunModels,
} from '../../support/live-model.js';
import { type MeasuredProject, useMeasuredProject } from '../../support/measured-project.js';
import { controlTree, MEMBER, PROCESS_TREE_FILES, type ProcessTree } from '../../support/process-tree.js';
import { type Program, startCovermain } from '../../support/program.js';
import { AGENT } from '../../support/with-agent.js';

/** In the order of a `Tally`. */
const METRICS_OF_TALLY = ['statements', 'branches', 'functions', 'lines'] as const;

describe('the end of a run in its model', () => {
  let made: MeasuredProject;
  useMeasuredProject({ 'package.json': '{}', ...PROCESS_TREE_FILES }, {}, (one) => {
    made = one;
  });
  const open = useRunModels();
  let program: Program;
  let family: ProcessTree;
  let model: RunModel;
  let directory: string;
  let runs = 0;

  const start = async (flush: string) => {
    directory = `data/${runs++}`;
    const args = ['run', '--no-report', '--dir', directory, '--', 'node', 'head.js'];
    program = startCovermain(made.project, args, { env: { ...AGENT.env, COVER_FLUSH: flush } });
    family = controlTree(program);
    for (let member = 0; member < 3; member++) await agentOf(made.project, program, await family.add());
    model = await open(made.project.root);
  };

  const assertEqualsReport = async () => {
    const args = ['report', '--json', '--reporter', 'none', directory];
    const report = startCovermain(made.project, args);
    assert.equal(await report.exitCode, 0, report.output());
    const { files } = JSON.parse(report.stdout()) as CoverageDocument;
    const changes = await model.followRows(RUN_VIEW).take();
    assert.ok(typeof changes === 'object');
    assert.deepEqual(
      changes.rows.map(({ path, total, parts: [covered] }) => ({ path, total, covered })),
      files.map(({ path, ...metrics }) => ({
        path,
        total: METRICS_OF_TALLY.map((metric) => metrics[metric].total),
        covered: METRICS_OF_TALLY.map((metric) => metrics[metric].covered),
      })),
    );
    return report.stderr();
  };
  const callsIn = async (view: Parameters<typeof functionsInModel>[1]) =>
    (await functionsInModel(model, view, MEMBER))?.map(({ hit }) => hit);

  it('contains the last hits of all processes after they were stopped', async () => {
    await start('off');
    await family.hit(0, 1);
    const { mark = 0 } = await model.act({ kind: 'mark' });
    for (const index of [0, 1, 2]) await family.hit(index, 10 ** index);
    await family.short(1000);
    const result = await model.act({ kind: 'stop' });
    assert.match(result.message, /asked to end/);
    await program.exitCode;
    await onceInModel(model, () => model.state().end ?? undefined);
    assert.deepEqual(await callsIn(RUN_VIEW), [1112]);
    assert.deepEqual(await callsIn({ kind: 'mark', mark }), [1111]);
    await assertEqualsReport();
    assert.deepEqual(model.state().losses, []);
    assert.ok(model.state().processes.every(({ state }) => state === 'ended'));
  });

  it('contains the hits before a reset, and those of sessions that were open', async () => {
    await start('off');
    await model.act({ kind: 'start session', name: 'open' });
    await family.hit(0, 5);
    await model.act({ kind: 'reset' });
    await family.hit(1, 2);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await onceInModel(model, () => model.state().end ?? undefined);
    assert.deepEqual(await callsIn(RUN_VIEW), [7]);
    assert.deepEqual(await callsIn({ kind: 'session', name: 'open' }), [7]);
    await assertEqualsReport();
  });

  it('contains what killed processes have written, and says what was lost', async () => {
    await start('off');
    await family.hit(0, 3);
    await family.hit(1, 4);
    await model.act({ kind: 'dump' });
    await family.hit(1, 100);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 107 }]);
    await family.end(1, 'SIGKILL');
    await family.hit(2, 1000);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await onceInModel(model, () => model.state().end ?? undefined);
    assert.deepEqual(await callsIn(RUN_VIEW), [1007]);
    await assertEqualsReport();
    assert.match(
      model.state().losses.join('\n'),
      /^process \d+ .* was killed\. Hits after its last flush are missing\.$/,
    );
  });
});
