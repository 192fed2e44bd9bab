/** Fragments of the modules of the generated app. */
import type { Fragment } from './fragment.js';
import { choices, failures, loops, tree } from './functions.js';
import { account, defaults, pipeline, waiting } from './objects.js';

export function fragmentsOf(id: number): readonly Fragment[] {
  return [
    loops(id),
    choices(id),
    account(id),
    waiting(id),
    failures(id),
    defaults(id),
    pipeline(id),
    tree(id),
  ];
}
