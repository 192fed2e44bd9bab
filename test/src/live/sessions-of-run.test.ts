/** Sessions in the model of a run: their coverage while they are open, their memory, and their files after the end. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { agentOf } from '../../support/live-agents.js';
import {
  awaitCalls,
  functionsInModel,
  onceInModel,
  RUN_VIEW,
  useRunModels,
} from '../../support/live-model.js';
import { type MeasuredProject, useMeasuredProject } from '../../support/measured-project.js';
import { manifestOf } from '../../support/monorepo.js';
import { controlTree, MEMBER, PROCESS_TREE_FILES, startProcessTree } from '../../support/process-tree.js';
import { startCovermain } from '../../support/program.js';
import { AGENT } from '../../support/with-agent.js';

/** Files of a package below a directory. `head.js` reads a file of the root. */
const packageIn = (directory: string) => ({
  [`${directory}/package.json`]: manifestOf(`@shop/${directory}`),
  [`${directory}/.nycrc`]: '{"all":false}',
  ...Object.fromEntries(
    Object.entries(PROCESS_TREE_FILES).map(([path, content]) => [`${directory}/${path}`, content]),
  ),
});

describe('sessions in the model of a run', () => {
  let made: MeasuredProject;
  useMeasuredProject(
    { 'package.json': '{"name":"shop"}', ...PROCESS_TREE_FILES, ...packageIn('a'), ...packageIn('b') },
    { ...AGENT.env, COVER_FLUSH: 'off' },
    (one) => {
      made = one;
      // The top of a repository.
      mkdirSync(one.project.path('.git'), { recursive: true });
    },
  );
  const open = useRunModels();

  it('list the coverage of open ones while nothing is flushed', async () => {
    const family = startProcessTree(made.project, made.measuring());
    await agentOf(made.project, family.program, await family.add());
    const model = await open(made.project.root);
    await model.act({ kind: 'start session', name: 'open' });
    const before = model.state().sessions[0]?.covered ?? [];
    assert.deepEqual(before[2], 0, 'no function has run');
    await family.hit(0, 1);
    const covered = await onceInModel(model, () => {
      const [session] = model.state().sessions;
      return session && session.covered[2] > 0 ? session.covered : undefined;
    });
    assert.ok(covered[0] > 0);
    const { rows } = model.readSessionTable();
    assert.deepEqual(
      rows.map(({ path, covered: [statements] }) => [path, statements]),
      [[MEMBER, covered[0]]],
    );
    await model.act({ kind: 'end session', name: 'open' });
    assert.deepEqual(model.state().sessions[0]?.covered, covered);
    family.program.endInput();
    await family.program.exitCode;
  });

  it('are read again if many are looked at', async () => {
    const family = startProcessTree(made.project, made.measuring());
    await agentOf(made.project, family.program, await family.add());
    const model = await open(made.project.root);
    for (let times = 1; times <= 20; times++) {
      await model.act({ kind: 'start session', name: `${times}` });
      await family.hit(0, times);
      await model.act({ kind: 'end session', name: `${times}` });
    }
    for (let times = 1; times <= 20; times++) {
      const calls = await functionsInModel(model, { kind: 'session', name: `${times}` }, MEMBER);
      assert.deepEqual(
        calls?.map(({ hit }) => hit),
        [times],
      );
    }
    assert.equal((await model.readSessions(MEMBER)).sessions.length, 20);
    family.program.endInput();
    await family.program.exitCode;
  });

  it('and marks keep their counts after the end, in a directory with several packages', async () => {
    const { project } = made;
    const run = (name: string) =>
      startCovermain(project, ['run', '--no-report', '--dir', '../data/packages', '--', 'node', 'head.js'], {
        cwd: project.path(name),
        env: AGENT.env,
      });
    const other = controlTree(run('b'));
    await other.short(1000);
    other.program.endInput();
    assert.equal(await other.program.exitCode, 0, other.program.output());

    const program = run('a');
    const family = controlTree(program);
    const pid = await family.add();
    await agentOf(
      { ...project, root: project.path('a'), path: (path) => project.path(`a/${path}`) },
      program,
      pid,
    );
    const model = await open(project.path('a'));
    await family.hit(0, 100);
    const { mark = 0 } = await model.act({ kind: 'mark' });
    await model.act({ kind: 'start session', name: 'kept' });
    await family.hit(0, 7);
    await awaitCalls(model, { kind: 'mark', mark }, MEMBER, [{ hit: 7 }]);
    await model.act({ kind: 'end session', name: 'kept' });
    const covered = model.state().sessions[0]?.covered;
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await onceInModel(model, () => model.state().end ?? undefined);
    assert.equal(model.root(), project.root);
    for (const [view, hit] of [
      [RUN_VIEW, 107],
      [{ kind: 'mark', mark }, 7],
      [{ kind: 'session', name: 'kept' }, 7],
    ] as const)
      assert.deepEqual(
        (await functionsInModel(model, view, `a/${MEMBER}`))?.map((calls) => calls.hit),
        [hit],
        view.kind,
      );
    assert.deepEqual(model.state().sessions[0]?.covered, covered);
    assert.deepEqual(
      model.readSessionTable().rows.map(({ path }) => path),
      ['a/head.js', `a/${MEMBER}`],
    );
  });
});
