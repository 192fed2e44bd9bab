/**
 * What the modules of the generated app are made of. Each fragment declares functions whose names end in the number
 * of its module, and names the expression by which the module uses them.
 */

import { choices, failures, loops, tree } from './functions.js';
import { account, defaults, pipeline, waiting } from './objects.js';

export interface Fragment {
  readonly text: string;
  /** A number, of `n`. */
  readonly use: string;
}

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
