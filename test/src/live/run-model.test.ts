/** The model of a run, with real measured processes. */
import assert from 'node:assert/strict';
import type { CoverageDocument } from '../../../src/report/coverage-document.js';
import type { FileRow } from '../../../src/view/messages.js';
import { agentOf } from '../../support/live-agents.js';
import {
  awaitCalls,
  functionsInModel,
  nextChange,
  onceInModel,
  RUN_VIEW,
  useRunModels,
} from '../../support/live-model.js';
import type { Measuring } from '../../support/measured-programs.js';
import { type MeasuredProject, useMeasuredProject } from '../../support/measured-project.js';
import {
  controlTree,
  MEMBER,
  PROCESS_TREE_FILES,
  type ProcessTree,
  startProcessTree,
} from '../../support/process-tree.js';
import { startCovermain } from '../../support/program.js';
import { AGENT } from '../../support/with-agent.js';

/** In the order of a `Tally`. */
const METRICS_OF_TALLY = ['statements', 'branches', 'functions', 'lines'] as const;

describe('the model of a run', () => {
  let made: MeasuredProject;
  useMeasuredProject(
    { 'package.json': '{}', ...PROCESS_TREE_FILES, 'src/never.js': 'function never() {}\nnever();\n' },
    AGENT.env,
    (one) => {
      made = one;
    },
  );
  const open = useRunModels();
  let family: ProcessTree;
  let profile: Measuring;

  /** Starts a process of a new run, and opens its model. */
  const start = async () => {
    profile = made.measuring();
    family = startProcessTree(made.project, profile);
    const pid = await family.add();
    const agent = await agentOf(made.project, family.program, pid);
    const model = await open(made.project.root);
    return { pid, agent, model };
  };
  const end = async () => {
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
  };

  it('shows hits of several processes as they run, also of those that have ended', async () => {
    const { model } = await start();
    await family.hit(0, 3);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 3, hits: 1 }]);
    await family.add();
    await family.hit(1, 10);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 13, hits: 2 }]);
    await family.short(100);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 113, hits: 3 }]);
    await family.hit(1, 1000);
    await family.end(1);
    await onceInModel(model, () =>
      model.state().processes.filter(({ state }) => state === 'running').length === 1 ? true : undefined,
    );
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 1113, hits: 4 }]);
    await end();
    await onceInModel(model, () => model.state().end ?? undefined);
    assert.deepEqual(await functionsInModel(model, RUN_VIEW, MEMBER), [
      { ...profile.functions(MEMBER), hit: 1113 },
    ]);
  });

  it('adds files that no process has loaded, and writes nothing', async () => {
    const { model } = await start();
    const rows = model.followRows(RUN_VIEW);
    const found = new Map<string, FileRow>();
    while (!found.has('src/never.js')) {
      const changes = await rows.take();
      if (typeof changes === 'object') for (const row of changes.rows) found.set(row.path, row);
      else await nextChange(model);
    }
    assert.deepEqual(found.get('src/never.js')?.parts, [[0, 0, 0, 0]]);
    assert.deepEqual(
      [...profile.read().metas.values()].filter(({ path }) => path === 'src/never.js'),
      [],
    );
    await end();
  });

  it('sends only rows that have changed', async () => {
    const { model } = await start();
    await family.hit(0, 1);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 1 }]);
    const rows = model.followRows(RUN_VIEW);
    const first = await rows.take();
    assert.ok(typeof first === 'object' && first.isComplete);
    await family.hit(0, 5);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 6 }]);
    const second = await rows.take();
    assert.ok(typeof second !== 'string');
    assert.deepEqual(
      second?.rows.filter(({ path }) => path === MEMBER) ?? [],
      [],
      'more hits cover nothing new',
    );
    await end();
  });

  it('starts at 0 after a reset, and shows everything after the end', async () => {
    const { model, agent } = await start();
    await family.short(7);
    await family.hit(0, 3);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 10 }]);
    const result = await model.act({ kind: 'reset' });
    assert.match(result.message, /starts again at 0/);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 0 }]);
    await family.hit(0, 2);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 2 }]);
    assert.equal(model.state().resets, 1);
    await agent.dump();
    await end();
    await onceInModel(model, () => model.state().end ?? undefined);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 12 }]);
  });

  it('shows only what runs after a mark, also after a reset', async () => {
    const { model } = await start();
    await family.hit(0, 3);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 3 }]);
    const { mark = 0 } = await model.act({ kind: 'mark' });
    await family.hit(0, 4);
    await awaitCalls(model, { kind: 'mark', mark }, MEMBER, [{ hit: 4 }]);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 7 }]);
    await family.short(20);
    await awaitCalls(model, { kind: 'mark', mark }, MEMBER, [{ hit: 24 }]);
    await model.act({ kind: 'reset' });
    await family.hit(0, 1);
    await awaitCalls(model, { kind: 'mark', mark }, MEMBER, [{ hit: 1 }]);
    for (let more = 0; more < 8; more++) await model.act({ kind: 'mark' });
    assert.equal(model.state().marks.length, 8);
    assert.match(String(await model.followRows({ kind: 'mark', mark }).take()), /no longer exists/);
    await end();
  });

  it('shows open and ended sessions, and compares two', async () => {
    const { model } = await start();
    await model.act({ kind: 'start session', name: 'first <b>' });
    const first = { kind: 'session', name: 'first <b>' } as const;
    await family.hit(0, 3);
    await awaitCalls(model, first, MEMBER, [{ hit: 3 }]);
    await family.short(4);
    await awaitCalls(model, first, MEMBER, [{ hit: 7 }]);
    assert.equal(model.state().sessions[0]?.isOpen, true);
    const ended = await model.act({ kind: 'end session', name: 'first <b>' });
    assert.match(
      ended.message,
      /^The session first <b> has ended: \d+ new statements? in 1 file, of \d+ executed statements in 1 file\.$/,
    );
    await family.hit(0, 100);
    await model.act({ kind: 'start session', name: 'second' });
    await family.hit(0, 2);
    const compared = { kind: 'comparison', first: 'first <b>', second: 'second' } as const;
    await awaitCalls(model, compared, MEMBER, [{ hit: 7 }, { hit: 2 }]);
    await model.act({ kind: 'end session', name: 'second' });
    await awaitCalls(model, compared, MEMBER, [{ hit: 7 }, { hit: 2 }]);
    const rows = await model.followRows(compared).take();
    const row = typeof rows === 'object' ? rows.rows.find(({ path }) => path === MEMBER) : undefined;
    assert.equal(row?.parts.length, 3);
    const { sessions } = await model.readSessions(MEMBER);
    assert.deepEqual(sessions.map(({ name }) => name).sort(), ['first <b>', 'second']);
    assert.equal(model.readSessionTable().rows.find(({ path }) => path === MEMBER)?.covered.length, 2);
    await end();
  });

  it('shows the file of a killed process, and what was lost', async () => {
    const { model, agent } = await start();
    await family.hit(0, 3);
    await agent.dump();
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 3 }]);
    await family.end(0, 'SIGKILL');
    family.program.endInput();
    await family.program.exitCode;
    await onceInModel(model, () => model.state().end ?? undefined);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 3 }]);
  });

  it('equals the report of a command after its end', async () => {
    const { project } = made;
    const program = startCovermain(
      project,
      ['run', '--no-report', '--dir', 'data/report', '--', 'node', 'head.js'],
      {
        env: AGENT.env,
      },
    );
    const commands = controlTree(program);
    const pid = await commands.add();
    await agentOf(project, program, pid);
    const model = await open(project.root);
    await commands.hit(0, 3);
    await commands.short(2);
    await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 5 }]);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await onceInModel(model, () => model.state().end ?? undefined);
    const report = startCovermain(project, ['report', '--json', '--reporter', 'none', 'data/report']);
    assert.equal(await report.exitCode, 0, report.output());
    const document = JSON.parse(report.stdout()) as CoverageDocument;
    const changes = await model.followRows(RUN_VIEW).take();
    assert.ok(typeof changes === 'object');
    assert.deepEqual(
      changes.rows.map(({ path, total, parts: [covered] }) => ({ path, total, covered })),
      document.files.map(({ path, ...metrics }) => ({
        path,
        total: METRICS_OF_TALLY.map((metric) => metrics[metric].total),
        covered: METRICS_OF_TALLY.map((metric) => metrics[metric].covered),
      })),
    );
    assert.deepEqual(model.state().losses, []);
  });

  it('refuses actions after the end', async () => {
    const { model } = await start();
    await end();
    await onceInModel(model, () => model.state().end ?? undefined);
    await assert.rejects(model.act({ kind: 'reset' }), /has ended/);
  });
});
