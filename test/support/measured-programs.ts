/** Runs measured Node programs without `covermain run`, and reads their profile directories. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { toCoverageMap } from '../../src/interchange/coverage-map.js';
import type { ProfileDirectory } from '../../src/profile/model/profile-directory.js';
import { totalsOf } from '../../src/profile/model/totals.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import type { RunContext } from '../../src/settings/run-context.js';
import { type End, type Program, start, startCovermain } from './program.js';
import { functionsOf, type Project } from './project.js';

/** A profile directory of a project. */
export interface Profile {
  /** Path relative to the project. */
  readonly directory: string;
  /** Reads the directory. Fails if any file is unreadable. */
  readonly read: () => ProfileDirectory;
  /** Returns the sum of its profiles, by relative path. */
  readonly coverage: () => Readonly<Record<string, FileCoverageData>>;
  /** Returns the count of each named function of a file. @param file relative path */
  readonly functions: (file: string) => Readonly<Record<string, number>>;
  /** Returns the same for each of its profiles, in the order of their start. */
  readonly epochs: (file: string) => readonly Readonly<Record<string, number>>[];
}

export function profileIn(project: Project, directory: string): Profile {
  const read = () => {
    const content = readProfileDirectory(project.path(directory));
    assert.deepEqual(content.unreadable, []);
    return content;
  };
  const coverageOf = (content: ProfileDirectory) => {
    const { map, others } = toCoverageMap(totalsOf(content), project.root);
    assert.deepEqual(others, []);
    const files = Object.entries(map).map(([path, file]) => [path.slice(project.root.length + 1), file]);
    return Object.fromEntries(files) as Readonly<Record<string, FileCoverageData>>;
  };
  const functionsIn = (content: ProfileDirectory, file: string) => {
    const { [file]: found, ...others } = coverageOf(content);
    assert.ok(found, `${file} is not in the profile, which has ${Object.keys(others).join(', ')}`);
    return functionsOf(found);
  };
  return {
    directory,
    read,
    coverage: () => coverageOf(read()),
    functions: (file) => functionsIn(read(), file),
    epochs(file) {
      const content = read();
      const sorted = [...content.profiles].sort((a, b) => a.start.localeCompare(b.start));
      return sorted.map((profile) => functionsIn({ ...content, profiles: [profile] }, file));
    },
  };
}

/** A profile directory and the environment that makes a Node process write to it. */
export interface Measuring extends Profile {
  readonly env: Readonly<Record<string, string>>;
}

/** Number of profile directories so far, so that each has another name. */
let prepared = 0;

/**
 * Reads the environment that `covermain run` sets for its command.
 *
 * @returns a function that returns this environment with another profile directory on each call
 */
export async function prepareMeasuring(
  project: Project,
  env: Readonly<Record<string, string>> = {},
): Promise<() => Measuring> {
  const print = 'JSON.stringify([process.env.NODE_OPTIONS, process.env.COVERMAIN_RUN])';
  const args = ['run', '--no-report', '--dir', 'data/asked', '--', process.execPath, '-p', print];
  const program = startCovermain(project, args, { env });
  assert.equal(await program.exitCode, 0, program.output());
  const [NODE_OPTIONS, run] = JSON.parse(program.stdout()) as [string, string];
  const context = JSON.parse(run) as RunContext;
  return () => {
    const name = `data/${++prepared}`;
    const directory = project.path(name);
    mkdirSync(directory, { recursive: true });
    const own: RunContext = { ...context, directory, log: join(directory, 'run.jsonl') };
    return {
      ...profileIn(project, name),
      env: { ...env, NODE_OPTIONS, COVERMAIN_RUN: JSON.stringify(own) },
    };
  };
}

/** How a program ended and what it printed. */
export interface Outcome extends End {
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for the end of a program. @param act acts on the program while it runs */
export async function outcomeOf(
  program: Program,
  act: (program: Program) => Promise<void> | void = () => {},
): Promise<Outcome> {
  await act(program);
  const { code, signal } = await program.ended;
  return { code, signal, stdout: program.stdout(), stderr: program.stderr() };
}

/** Starts Node with the arguments. */
export function startNode(
  project: Project,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  return start(project, process.execPath, args, { env });
}
