/** The model of a run whose agents lie: any program of this user can listen on a private socket. */
import assert from 'node:assert/strict';
import {
  eventOf,
  type HostileAgent,
  type HostileAnswers,
  startHostileAgent,
} from '../../support/hostile-agent.js';
import { functionsInModel, onceInModel, RUN_VIEW, useRunModels } from '../../support/live-model.js';
import { metaOf } from '../../support/profiles.js';
import { makeProject, type Project } from '../../support/project.js';

describe('a model of hostile agents', () => {
  const open = useRunModels();
  let project: Project;
  let agent: HostileAgent | undefined;

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}' });
  });
  afterEach(() => {
    agent?.close();
    project.remove();
  });

  const start = async (answers: HostileAnswers) => {
    agent = await startHostileAgent(project, answers);
    return open(project.root);
  };
  const path = metaOf().path;

  for (const [title, events] of [
    ['a negative counter', eventOf([[0, -3]])],
    ['a fraction', eventOf([[0, 1.5]])],
    ['infinity', eventOf([[0, 1]]).replace('[0,1]', '[0,1e999]')],
    ['a time in the far future', eventOf([[0, 1]], metaOf(), { time: '9999-01-01T00:00:00.000Z' })],
    ['counters of a wrong type', eventOf([[0, 1]]).replace('[[0,1]]', '"[[0,1]]"')],
  ] as const)
    it(`say that counts are missing for ${title}`, async () => {
      const model = await start({ events: (response) => response.write(events) });
      const warning = await onceInModel(model, () => model.state().warnings[0]);
      assert.match(warning, /^Cannot read the counters of process \d+: .*\. Its counts are not current\.$/);
      assert.equal(await functionsInModel(model, RUN_VIEW, path), undefined);
    });

  it('ignore probes that a file does not have', async () => {
    const events = eventOf([
      [0, 2],
      [3, 9],
      [2 ** 53 - 1, 5],
    ]);
    const model = await start({ events: (response) => response.write(events) });
    assert.deepEqual(await functionsInModel(model, RUN_VIEW, path), [{ ƒ: 2 }]);
    assert.deepEqual(
      [...model.totals().metas.values()].map((meta) => meta.path),
      [path],
    );
  });

  it('use the larger counters of two answers of the same millisecond, in any order', async () => {
    const now = Date.now() - 1000;
    const [time, later] = [now, now + 1].map((at) => new Date(at).toISOString());
    const events = [
      ...[1, 5, 3].map((count) => eventOf([[0, count]], metaOf(), { time })),
      eventOf([[1, 1]], metaOf(), { time: later }),
    ];
    const model = await start({ events: (response) => response.write(events.join('')) });
    const counters = () => [...model.totals().sums.values()][0];
    await onceInModel(model, () => (counters()?.[1] === 1 ? true : undefined));
    assert.equal(counters()?.[0], 5);
  });

  it('refuse files with more counters than memory has place for', async () => {
    const metas = Array.from({ length: 20 }, (_, id) => metaOf({ path: `f${id}`, probes: 2 ** 22 }));
    const model = await start({ metas, events: (response) => response.write(eventOf([])) });
    const warning = await onceInModel(model, () => model.state().warnings[0]);
    assert.match(warning, /the files of the run have more than 67108864 counters/);
  });

  it('show no text of a file whose hash is another one', async () => {
    const meta = metaOf({ path: '/etc/passwd', sourceHash: '0'.repeat(64) });
    const model = await start({
      metas: [meta],
      events: (response) => response.write(eventOf([[0, 1]], meta)),
    });
    const message = await model.followFile(RUN_VIEW, '/etc/passwd').take();
    assert.ok(message?.type === 'source');
    assert.equal(message.source.text, null);
  });

  it('keep the state small, and list thousands of sessions at once', async () => {
    const since = new Date().toISOString();
    const model = await start({
      status: {
        label: 'l'.repeat(1e6),
        argv: ['node', 'app.js', 'a'.repeat(1e6)],
        node: 'v'.repeat(1e6),
        warnings: Array.from({ length: 100 }, () => 'w'.repeat(30_000)),
        sessions: Array.from({ length: 30_000 }, (_, id) => ({ name: `s${id}`, start: since })),
      },
      events: (response) => response.write(eventOf([[0, 1]])),
    });
    const state = await onceInModel(model, () => (model.state().processes[0] ? model.state() : undefined));
    assert.equal(state.sessions.length, 1_000);
    assert.ok(JSON.stringify(state).length < 300_000);
  });

  it('count in a session only what the files have', async () => {
    const since = new Date().toISOString();
    const model = await start({
      status: { sessions: [{ name: '__proto__', start: since }] },
      events: (response, session) =>
        response.write(
          session === null
            ? eventOf([[0, 9]])
            : eventOf([
                [0, 7],
                [1e9, 4],
              ]),
        ),
    });
    const view = { kind: 'session', name: '__proto__' } as const;
    const rows = model.followRows(view);
    const found = await onceInModel(model, () => model.state().sessions[0]);
    assert.equal(found.name, '__proto__');
    let calls = await functionsInModel(model, view, path);
    while (calls?.[0]?.ƒ !== 7) {
      await new Promise<void>((resolve) => {
        const stop = model.onChange(() => {
          stop();
          resolve();
        });
      });
      calls = await functionsInModel(model, view, path);
    }
    rows.close();
  });
});
