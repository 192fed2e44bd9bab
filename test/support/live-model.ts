/** Opens models of runs in tests, and waits for what they show. */
import assert from 'node:assert/strict';
import { openRunModel } from '../../src/live/open-run-model.js';
import type { RunModel } from '../../src/live/run-model.js';
import { readNycConfig } from '../../src/project/nyc-config.js';
import type { CoverageView } from '../../src/view/coverage-view.js';
import type { SourceView } from '../../src/view/messages.js';

export const RUN_VIEW: CoverageView = { kind: 'run' };

/** Returns a function that opens models, which are closed after each test. Unexpected errors fail the test. */
export function useRunModels(): (root: string, run?: string) => Promise<RunModel> {
  const models: RunModel[] = [];
  const failures: unknown[] = [];
  afterEach(() => {
    for (const model of models.splice(0)) model.close();
    assert.deepEqual(failures.splice(0), []);
  });
  return async (root, run) => {
    const model = openRunModel({
      root,
      ...(run === undefined ? {} : { run }),
      config: await readNycConfig(root),
      environment: process.env,
      onFailure: (error) => failures.push(error),
    });
    models.push(model);
    await model.ready;
    return model;
  };
}

/** Waits until a function returns a value. It is called after each change of the model. */
export async function onceInModel<Value>(model: RunModel, find: () => Value | undefined): Promise<Value> {
  const first = find();
  if (first !== undefined) return first;
  return new Promise((resolve) => {
    const stop = model.onChange(() => {
      const found = find();
      if (found === undefined) return;
      stop();
      resolve(found);
    });
  });
}

/** Returns the counts of the named functions of a file, for each layer of a view; `undefined` if it has no coverage. */
export async function functionsInModel(
  model: RunModel,
  view: CoverageView,
  path: string,
): Promise<readonly Readonly<Record<string, number>>[] | undefined> {
  const follower = model.followFile(view, path);
  const message = await follower.take();
  follower.close();
  return message?.type === 'source'
    ? message.layers.map((counts) => named(message.source, counts))
    : undefined;
}

function named({ items }: SourceView, counts: readonly number[]): Readonly<Record<string, number>> {
  const { statements, functions } = items;
  return Object.fromEntries(functions.map(({ name }, id) => [name, counts[statements.length + id] ?? 0]));
}

/** Waits until the functions of a file have been called so often in each layer of a view. */
export async function awaitCalls(
  model: RunModel,
  view: CoverageView,
  path: string,
  expected: readonly Readonly<Record<string, number>>[],
): Promise<void> {
  const follower = model.followFile(view, path);
  let source: SourceView | undefined;
  let layers: number[][] = [];
  try {
    for (;;) {
      const message = await follower.take();
      if (message?.type === 'source') {
        source = message.source;
        layers = message.layers.map((counts) => [...counts]);
      }
      if (message?.type === 'counts')
        for (const [layer, changes] of message.changes.entries())
          for (const [index, count] of changes) (layers[layer] ?? [])[index] = count;
      const shown = source && layers.map((counts) => named(source as SourceView, counts));
      const isReached = expected.every((calls, layer) =>
        Object.entries(calls).every(([name, count]) => shown?.[layer]?.[name] === count),
      );
      if (isReached) return;
      await nextChange(model);
    }
  } finally {
    follower.close();
  }
}

export function nextChange(model: RunModel): Promise<void> {
  return new Promise((resolve) => {
    const stop = model.onChange(() => {
      stop();
      resolve();
    });
  });
}
