/** Random programs: every kind of statement and expression that changes how often code runs. */

import { type Random, randomOf } from './profiles.js';
import { randomFunction } from './random-functions.js';
import { randomStatement } from './random-statements.js';

/** What may be written at one place. */
export interface Place {
  readonly random: Random;
  /** How deep statements and expressions may still be nested. */
  readonly depth: number;
  /** Functions that can be called. */
  readonly functions: readonly string[];
  /** Variables that are declared around it, perhaps only further down. */
  readonly variables: readonly string[];
  /** What `break` and `continue` may lead to; '' is the loop or switch around it. */
  readonly breaks: readonly string[];
  readonly continues: readonly string[];
  readonly canReturn: boolean;
  readonly canYield: boolean;
  readonly canAwait: boolean;
  readonly isStrict: boolean;
  readonly isTypeScript: boolean;
  /** A name that nothing else has. */
  readonly newName: () => string;
}

/**
 * The text of a program, the same for the same seed. It ends, whatever it does, since `boom` throws at last.
 *
 * It uses these globals: `boom()` may throw, `pick()` gives a small integer, `note(value)` keeps what it is given.
 */
export function randomProgram(seed: number, isTypeScript = false): string {
  const random = randomOf(seed);
  let names = 0;
  const newName = () => `n${names++}`;
  const functions = Array.from({ length: 3 }, newName);
  const variables = Array.from({ length: 2 }, newName);
  const place: Place = {
    random,
    depth: 2,
    functions,
    variables,
    breaks: [],
    continues: [],
    canReturn: false,
    canYield: false,
    canAwait: false,
    isStrict: isTypeScript,
    isTypeScript,
    newName,
  };
  // None of them calls another, so that no program runs for ever.
  const declared = functions.map((name) => randomFunction({ ...place, depth: 2, functions: [] }, name));
  const statements = Array.from({ length: 6 + random(8) }, () => {
    const statement = random(3)
      ? randomStatement(place)
      : `${oneOf(random, ...functions.map((name) => () => name))}();`;
    return random(8) ? `try { ${statement} } catch { boom(); }` : statement;
  });
  const [first, second] = variables;
  statements.splice(random(4) && random(2), 0, `let ${first} = pick();`);
  const directive = isTypeScript ? ["'use strict';"] : [];
  return `${[...directive, ...declared, ...statements, `var ${second};`].join('\n')}\n`;
}

/** One of several, each made only if it is chosen. */
export function oneOf<T>(random: Random, ...choices: readonly (() => T)[]): T {
  const choice = choices[random(choices.length)];
  if (!choice) throw new RangeError('there is nothing to choose from');
  return choice();
}

export function listOf(random: Random, most: number, make: () => string, between: string): string {
  return Array.from({ length: random(most + 1) }, make).join(between);
}

/** The globals of a program, the same for the same seed. What it notes is in `notes`. */
export function globalsOf(seed: number): {
  readonly globals: Record<string, unknown>;
  readonly notes: unknown[];
} {
  const random = randomOf(seed ^ 0x5bd1e995);
  const throwsAt = random(60);
  const notes: unknown[] = [];
  let calls = 0;
  const boom = () => {
    calls += 1;
    notes.push(calls);
    if (calls === throwsAt || calls % 97 === 96 || calls > 1000) throw new Error(`boom ${calls}`);
    return calls;
  };
  const pick = () => {
    boom();
    return random(4);
  };
  const note = (value: unknown) => {
    notes.push(typeof value === 'number' || typeof value === 'boolean' ? value : typeof value);
    return value;
  };
  return { globals: { boom, pick, note }, notes };
}
