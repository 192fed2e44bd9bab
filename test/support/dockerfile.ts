/** Replays the stages of a Dockerfile in directories: for tests on machines without a container engine. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Stage {
  /** Image or stage that it starts from. */
  readonly from: string;
  /** Absolute path of the directory that holds its files: those that the base image brings are missing. */
  readonly root: string;
  /** Absolute path in the image. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
  /** Commands that it runs in a shell. */
  readonly commands: readonly string[];
}

export interface ReplayOptions {
  /** Absolute path of the directory that is sent to the engine: see `copyContext`. */
  readonly context: string;
  /** Absolute path of an empty directory; each stage gets one in it. */
  readonly directory: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Runs a command of a shell in a directory. @throws if it fails */
  readonly run: (directory: string, command: string) => void;
}

/** Copies what an engine gets to see of a directory, whose `.dockerignore` excludes all but the listed files and directories. */
export function copyContext(from: string, to: string): void {
  const [first, ...others] = readFileSync(join(from, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*') throw new Error('.dockerignore: expected * in the first line');
  for (const line of others) {
    const path = line.replace(/^!/, '');
    if (existsSync(join(from, path))) cpSync(join(from, path), join(to, path), { recursive: true });
  }
}

/** @returns the stages by name @throws Error for an instruction that the replay does not know, or a source that is missing */
export function replayDockerfile(text: string, options: ReplayOptions): ReadonlyMap<string, Stage> {
  const stages = new Map<string, MutableStage>();
  let stage: MutableStage | undefined;
  for (const { name, rest } of parseInstructions(text)) {
    if (name === 'FROM') {
      const [from = '', , alias = ''] = rest.split(/\s+/);
      stage = startStage(from, join(options.directory, alias), stages.get(from));
      stages.set(alias, stage);
    } else if (stage === undefined) throw new Error(`${name} before FROM`);
    else perform(stage, name, rest, stages, options);
  }
  return stages;
}

type MutableStage = {
  -readonly [Key in keyof Stage]: Stage[Key];
} & { args: Record<string, string>; commands: string[] };

function startStage(from: string, root: string, base: MutableStage | undefined): MutableStage {
  mkdirSync(root, { recursive: true });
  const empty = { workdir: '/', env: {}, user: '', command: [] };
  if (base) copyFiles(`${base.root}/.`, root);
  return { ...(base ?? empty), from, root, args: {}, commands: [] };
}

function perform(
  stage: MutableStage,
  name: string,
  rest: string,
  stages: ReadonlyMap<string, Stage>,
  { context, buildArgs = {}, run }: ReplayOptions,
): void {
  const directory = join(stage.root, stage.workdir);
  const expand = (value: string) =>
    value.replace(/\$(\w+)/g, (_, variable: string) => stage.args[variable] ?? stage.env[variable] ?? '');
  if (name === 'WORKDIR') {
    stage.workdir = resolve(stage.workdir, rest);
    mkdirSync(join(stage.root, stage.workdir), { recursive: true });
  } else if (name === 'ARG') {
    const [variable = '', value = ''] = rest.split('=');
    stage.args[variable] = buildArgs[variable] ?? unquote(value);
  } else if (name === 'ENV') {
    const pairs = rest.split(/\s+/).map((pair) => pair.split('=') as [string, string]);
    stage.env = { ...stage.env, ...Object.fromEntries(pairs.map(([key, value]) => [key, expand(value)])) };
  } else if (name === 'USER') stage.user = rest;
  else if (name === 'CMD') stage.command = JSON.parse(rest) as string[];
  else if (name === 'RUN') {
    run(directory, rest);
    stage.commands.push(rest);
  } else if (name === 'COPY') copy(rest.split(/\s+/), directory, context, stages);
  else if (name !== 'EXPOSE') throw new Error(`unknown instruction ${name}`);
}

function copy(words: string[], directory: string, context: string, stages: ReadonlyMap<string, Stage>): void {
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const source = from === undefined ? context : stages.get(from)?.root;
  if (source === undefined) throw new Error(`COPY --from=${from}: no such stage`);
  const target = words.pop() ?? '.';
  for (const path of words.flatMap((word) => expandStar(source, word))) {
    const to = join(directory, target);
    mkdirSync(to, { recursive: true });
    copyFiles(statSync(path).isDirectory() ? `${path}/.` : path, to);
  }
}

/** Copies as `cp` does, which is much faster than Node for an installed package tree. */
function copyFiles(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

/** Returns the absolute paths of a source. One with `*` at its end may match nothing. */
function expandStar(directory: string, source: string): readonly string[] {
  if (!source.endsWith('*')) return [join(directory, source)];
  const matching = readdirSync(directory).filter((name) => name.startsWith(source.slice(0, -1)));
  return matching.map((name) => join(directory, name));
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

function parseInstructions(text: string): readonly Instruction[] {
  const lines = text.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', ...words] = line.split(' ');
      return { name, rest: words.join(' ') };
    });
}

function unquote(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}
