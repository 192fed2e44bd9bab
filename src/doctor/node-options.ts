/** What Node's options do to the hooks, which `covermain run` puts in front of them. */
import { type Check, type Finding, ok, orOk, problem, warning } from './check.js';

/** Options by which Node loads something before the app. */
const PRELOADS = ['--require', '-r', '--import', '--loader', '--experimental-loader'];

const LOADERS = ['--loader', '--experimental-loader'];

const AUTO = 'covermain/auto';

interface Option {
  readonly name: string;
  /** Behind `=` or the next word; empty where there is none. */
  readonly value: string;
}

/** By option: what it does, and whether the counts are lost by it. */
const DISTURBING: Readonly<Record<string, (name: string) => Finding>> = {
  '--jitless': (name) =>
    warning(
      `${name} leaves V8 without its compilers and without WebAssembly, by which Node and tsx read modules`,
      `measure without ${name}`,
    ),
  '--no-addons': (name) =>
    problem(`${name} keeps the parser from being loaded, which is native`, `measure without ${name}`),
  '--permission': restricted,
  '--experimental-permission': restricted,
};

export const nodeOptionsCheck: Check = {
  name: 'node-options',
  async look({ environment }) {
    const { NODE_OPTIONS = '', NODE_V8_COVERAGE } = environment;
    const options = parseOptions(NODE_OPTIONS);
    const disturbing = options.map(({ name }) => DISTURBING[name]?.(name)).filter((one) => one !== undefined);
    const findings = [
      ...disturbing,
      ...lookAtAuto(options),
      ...lookAtLoaders(options),
      ...lookBeforeOurs(options),
      ...(NODE_V8_COVERAGE ? [counting(NODE_V8_COVERAGE)] : []),
    ];
    if (NODE_OPTIONS.trim() === '') return orOk(findings, 'NODE_OPTIONS is not set');
    return findings.length > 0 ? findings : [ok(`NODE_OPTIONS="${NODE_OPTIONS}": behind the hooks`)];
  },
};

/** As Node reads `NODE_OPTIONS`: in double quotes a space is none, and a backslash hides what follows. */
export function parseOptions(text: string): readonly Option[] {
  const words = [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1')),
  );
  return words.flatMap((word, index) => {
    if (!word.startsWith('-')) return [];
    const [name = '', ...rest] = word.split('=');
    const next = words[index + 1] ?? '';
    return [{ name, value: rest.length > 0 ? rest.join('=') : next.startsWith('-') ? '' : next }];
  });
}

function restricted(name: string): Finding {
  return warning(
    `${name} keeps covermain from starting processes and threads, and from writing what is not allowed`,
    `measure without ${name}, or allow all of --allow-fs-read, --allow-fs-write, --allow-child-process, ` +
      '--allow-worker and --allow-addons',
  );
}

/** Without its condition `covermain/auto` is an empty module; what is loaded before it is not measured. */
function lookAtAuto(options: readonly Option[]): readonly Finding[] {
  const auto = options.findIndex(({ value }) => value === AUTO);
  if (auto === -1) return [];
  const isOn = options.some(({ name, value }) => /^(--conditions|-C)$/.test(name) && value === 'covermain');
  const off = problem(
    `${AUTO} is preloaded without the condition covermain: it is an empty module then`,
    `NODE_OPTIONS="--conditions=covermain --import ${AUTO}"`,
  );
  return [...(isOn ? [] : [off]), ...lookBefore(options, auto, AUTO)];
}

/** Where the hooks are among the options already, they are not put in front again. */
function lookBeforeOurs(options: readonly Option[]): readonly Finding[] {
  const ours = options.findIndex(({ value }) => /[\\/]hooks[\\/]preload\.cjs$/.test(value));
  return ours === -1 ? [] : lookBefore(options, ours, "covermain's hooks");
}

function lookBefore(options: readonly Option[], own: number, what: string): readonly Finding[] {
  const before = options.slice(0, own).filter(({ name }) => PRELOADS.includes(name));
  return before.map(({ name, value }) =>
    warning(
      `${name} ${value} comes before ${what}: what it loads is not measured, and what it transforms may not be`,
      `put ${what} in front of ${value} in NODE_OPTIONS`,
    ),
  );
}

function lookAtLoaders(options: readonly Option[]): readonly Finding[] {
  return options
    .filter(({ name }) => LOADERS.includes(name))
    .map(({ name, value }) =>
      warning(
        `${name} ${value} is a loader that Node starts before the hooks: they see what it has made of a file`,
        `have it register itself: --import of a file that calls module.register`,
      ),
    );
}

function counting(folder: string): Finding {
  return warning(
    `NODE_V8_COVERAGE=${folder}: V8 counts, too, and the app runs slower by it`,
    'measure without c8 and NODE_V8_COVERAGE',
  );
}
