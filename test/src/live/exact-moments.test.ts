/** Marks and sessions of the model of a run start at exactly the moment of the request, whatever has run just before. */
import assert from 'node:assert/strict';
import type { RunModel } from '../../../src/live/run-model.js';
import type { CoverageView } from '../../../src/view/coverage-view.js';
import { agentOf } from '../../support/live-agents.js';
import {
  awaitCalls,
  functionsInModel,
  onceInModel,
  RUN_VIEW,
  useRunModels,
} from '../../support/live-model.js';
import { type MeasuredProject, useMeasuredProject } from '../../support/measured-project.js';
import {
  MEMBER,
  PROCESS_TREE_FILES,
  type ProcessTree,
  startProcessTree,
} from '../../support/process-tree.js';
import { AGENT } from '../../support/with-agent.js';

describe('the moment of an action', () => {
  let family: ProcessTree;
  afterEach(async () => {
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
  });

  let made: MeasuredProject;
  useMeasuredProject({ 'package.json': '{}', ...PROCESS_TREE_FILES }, AGENT.env, (one) => {
    made = one;
  });
  const open = useRunModels();
  let model: RunModel;
  let hits = 0;

  const addMember = async () => {
    await agentOf(made.project, family.program, await family.add());
  };
  const hit = async (index: number, times: number) => {
    await family.hit(index, times);
    hits += times;
  };
  /** Returns the calls of `hit` in a view, now. */
  const callsIn = async (view: CoverageView) =>
    (await functionsInModel(model, view, MEMBER))?.map((calls) => calls.hit);
  const mark = async (): Promise<CoverageView> => {
    const { mark: number = 0 } = await model.act({ kind: 'mark' });
    return { kind: 'mark', mark: number };
  };

  beforeEach(async () => {
    hits = 0;
    family = startProcessTree(made.project, made.measuring());
    await addMember();
    model = await open(made.project.root);
  });

  it('excludes hits just before a mark, and includes those just after it', async () => {
    await addMember();
    for (let times = 1; times <= 20; times++) {
      await hit(0, times);
      await hit(1, 2 * times);
      const before = hits;
      const view = await mark();
      assert.deepEqual(await callsIn(RUN_VIEW), [before]);
      assert.deepEqual(await callsIn(view), [0]);
      await hit(times % 2, 1);
      await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: before + 1 }]);
      assert.deepEqual(await callsIn(view), [1]);
    }
  });

  it('excludes hits of processes that have ended just before a mark', async () => {
    for (let times = 1; times <= 3; times++) {
      await addMember();
      await hit(times, 10 * times);
      await family.end(times);
      await family.short(times);
      hits += times;
      const view = await mark();
      assert.deepEqual(await callsIn(RUN_VIEW), [hits]);
      assert.deepEqual(await callsIn(view), [0]);
      await hit(0, 1);
      await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: hits }]);
      assert.deepEqual(await callsIn(view), [1]);
    }
  });

  it('counts after a reset, also if a counter has its former value again', async () => {
    await hit(0, 5);
    const view = await mark();
    for (let times = 0; times < 5; times++) {
      await model.act({ kind: 'reset' });
      assert.deepEqual(await callsIn(RUN_VIEW), [0]);
      await family.hit(0, 5);
      await awaitCalls(model, RUN_VIEW, MEMBER, [{ hit: 5 }]);
      await awaitCalls(model, view, MEMBER, [{ hit: 5 }]);
    }
    await model.act({ kind: 'reset' });
    await family.hit(0, 7);
    await awaitCalls(model, view, MEMBER, [{ hit: 7 }]);
  });

  it('limits a session to the hits between its start and its end', async () => {
    for (let times = 1; times <= 10; times++) {
      const view = { kind: 'session', name: `session ${times}` } as const;
      const reader = model.followRows(view);
      await hit(0, 100);
      await model.act({ kind: 'start session', name: view.name });
      await hit(0, times);
      await reader.take();
      await model.act({ kind: 'end session', name: view.name });
      const shown = await callsIn(view);
      await hit(0, 1000);
      assert.deepEqual(shown, [times]);
      await onceInModel(model, () => (model.state().sessions[0]?.isOpen === false ? true : undefined));
      assert.deepEqual(await callsIn(view), [times]);
      reader.close();
    }
  });
});
