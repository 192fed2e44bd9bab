/** Node programs that are measured without the command around them, and what they leave in a profile directory. */
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
  /** Relative to the project. */
  readonly directory: string;
  /** All that is in it; fails where any of it cannot be read. */
  readonly read: () => ProfileDirectory;
  /** The sum of it, by relative path. */
  readonly coverage: () => Readonly<Record<string, FileCoverageData>>;
  /** How often each named function of a file ran. @param file relative path */
  readonly functions: (file: string) => Readonly<Record<string, number>>;
  /** The same by each of its profiles, those that began first in front. */
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

/** What makes a Node process of a project a measured one. */
export interface Measuring extends Profile {
  readonly env: Readonly<Record<string, string>>;
}

/** How many profile directories there are: those of two preparations differ, too. */
let prepared = 0;

/**
 * Asks `covermain run` for the environment that it gives to what it starts.
 *
 * @returns gives that environment for a profile directory of another name each time
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

/** @param act what is done to the program while it runs */
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
