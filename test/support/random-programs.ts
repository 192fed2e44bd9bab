/** Generates random programs with every kind of statement and expression that affects how often code runs. */
import { type Random, randomOf } from './profiles.js';
import { randomFunction } from './random-functions.js';
import { randomStatement } from './random-statements.js';

/** What the generated code at a point may contain. */
export interface ProgramScope {
  readonly random: Random;
  /** Number of levels that statements and expressions may still be nested. */
  readonly depth: number;
  /** Names of functions that can be called. */
  readonly functions: readonly string[];
  /** Names of variables in scope, which may be declared later. */
  readonly variables: readonly string[];
  /** Labels that `break` can jump to; '' is the innermost loop or switch. */
  readonly breaks: readonly string[];
  /** Labels that `continue` can jump to. */
  readonly continues: readonly string[];
  readonly canReturn: boolean;
  readonly canYield: boolean;
  readonly canAwait: boolean;
  readonly isStrict: boolean;
  readonly isTypeScript: boolean;
  /** Returns an unused name. */
  readonly newName: () => string;
}

/**
 * Returns the text of a program, which is the same for the same seed. It always ends, because `boom` eventually throws.
 *
 * @param isStrict whether the program may not use `with`
 *
 * It uses these globals: `boom()` may throw, `pick()` returns a small integer, `note(value)` records its argument.
 */
export function randomProgram(seed: number, isTypeScript = false, isStrict = isTypeScript): string {
  const random = randomOf(seed);
  let names = 0;
  const newName = () => `n${names++}`;
  const functions = Array.from({ length: 3 }, newName);
  const variables = Array.from({ length: 2 }, newName);
  const scope: ProgramScope = {
    random,
    depth: 2,
    functions,
    variables,
    breaks: [],
    continues: [],
    canReturn: false,
    canYield: false,
    canAwait: false,
    isStrict,
    isTypeScript,
    newName,
  };
  // These functions do not call each other, so that the program ends.
  const declared = functions.map((name) => randomFunction({ ...scope, depth: 2, functions: [] }, name));
  const statements = Array.from({ length: 6 + random(8) }, () => {
    const statement = random(3)
      ? randomStatement(scope)
      : `${oneOf(random, ...functions.map((name) => () => name))}();`;
    return random(8) ? `try { ${statement} } catch { boom(); }` : statement;
  });
  const [first, second] = variables;
  statements.splice(random(4) && random(2), 0, `let ${first} = pick();`);
  const directive = isTypeScript ? ["'use strict';"] : [];
  return `${[...directive, ...declared, ...statements, `var ${second};`].join('\n')}\n`;
}

/** Returns the result of one of several functions. */
export function oneOf<T>(random: Random, ...choices: readonly (() => T)[]): T {
  const choice = choices[random(choices.length)];
  if (!choice) throw new RangeError('oneOf needs at least one choice');
  return choice();
}

/** Returns up to `max` texts joined by `separator`. */
export function listOf(random: Random, max: number, make: () => string, separator: string): string {
  return Array.from({ length: random(max + 1) }, make).join(separator);
}

/** Returns the globals of a program, which behave the same for the same seed. `notes` has the recorded values. */
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
