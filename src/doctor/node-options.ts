/** Checks NODE_OPTIONS for options that are incompatible with the hooks. `covermain run` puts the hooks before these options. */
import { type Check, findingsOr, ok, problem, warning } from './check.js';
import { type NodeOption, parseOptions } from './evidence/parse-options.js';

export type NodeOptionsFinding =
  | { readonly kind: 'node-options-unset' }
  | { readonly kind: 'node-options-compatible'; readonly options: string }
  | IncompatibleOption
  | { readonly kind: 'auto-without-condition' }
  | {
      readonly kind: 'preload-before-hooks';
      readonly option: string;
      readonly module: string;
      /** Code that loads too late: the module `covermain/auto`, or the hooks that `covermain run` preloads. */
      readonly hooks: 'auto' | 'preload';
    }
  | { readonly kind: 'loader-before-hooks'; readonly option: string; readonly module: string }
  | { readonly kind: 'v8-coverage-enabled'; readonly directory: string };

interface IncompatibleOption {
  readonly kind: 'compilers-disabled' | 'addons-disabled' | 'permissions-restricted';
  readonly option: string;
}

/** Options by which Node loads a module before the app. */
const PRELOADS = ['--require', '-r', '--import', '--loader', '--experimental-loader'];

const LOADERS = ['--loader', '--experimental-loader'];

const AUTO = 'covermain/auto';

const HOOKS_TEXT = { auto: AUTO, preload: "covermain's hooks" } as const;

/** Options that prevent measuring, and the kind of finding that reports each. */
const INCOMPATIBLE_OPTIONS: Readonly<Record<string, IncompatibleOption['kind']>> = {
  '--jitless': 'compilers-disabled',
  '--no-addons': 'addons-disabled',
  '--permission': 'permissions-restricted',
  '--experimental-permission': 'permissions-restricted',
};

export const nodeOptionsCheck: Check<NodeOptionsFinding> = {
  name: 'node-options',
  async examine({ environment }) {
    const { NODE_OPTIONS = '', NODE_V8_COVERAGE } = environment;
    const options = parseOptions(NODE_OPTIONS);
    const findings: NodeOptionsFinding[] = [
      ...findIncompatible(options),
      ...findLateAuto(options),
      ...findLoaders(options),
      ...findLatePreload(options),
    ];
    if (NODE_V8_COVERAGE) findings.push({ kind: 'v8-coverage-enabled', directory: NODE_V8_COVERAGE });
    const isUnset = NODE_OPTIONS.trim() === '';
    return findingsOr(
      findings,
      isUnset ? { kind: 'node-options-unset' } : { kind: 'node-options-compatible', options: NODE_OPTIONS },
    );
  },
  describe: {
    'node-options-unset': () => ok('NODE_OPTIONS is not set.'),
    'node-options-compatible': ({ options }) =>
      ok(`NODE_OPTIONS="${options}" does not disturb the hooks, which load before it.`),
    'compilers-disabled': ({ option }) =>
      warning(
        `${option} disables V8's compilers and WebAssembly, which Node and tsx need to read modules.`,
        `Measure without ${option}.`,
      ),
    'addons-disabled': ({ option }) =>
      problem(`${option} blocks the parser, which is a native addon.`, `Measure without ${option}.`),
    'permissions-restricted': ({ option }) =>
      warning(
        `${option} stops covermain from starting processes and threads, and from writing outside the allowed paths.`,
        `Measure without ${option}, or add all of --allow-fs-read, --allow-fs-write, --allow-child-process, ` +
          '--allow-worker and --allow-addons.',
      ),
    'auto-without-condition': () =>
      problem(
        `${AUTO} is preloaded without the condition "covermain", so it is an empty module.`,
        `Set NODE_OPTIONS="--conditions=covermain --import ${AUTO}".`,
      ),
    'preload-before-hooks': ({ option, module, hooks }) =>
      warning(
        `${option} ${module} runs before ${HOOKS_TEXT[hooks]}: files that it loads are not measured, ` +
          'and files that it transforms may not be.',
        `Put ${HOOKS_TEXT[hooks]} before ${module} in NODE_OPTIONS.`,
      ),
    'loader-before-hooks': ({ option, module }) =>
      warning(
        `${option} ${module} is a loader that Node starts before the hooks, so they see its output instead of the file.`,
        'Replace it by --import of a file that calls module.register.',
      ),
    'v8-coverage-enabled': ({ directory }) =>
      warning(
        `NODE_V8_COVERAGE=${directory} makes V8 count, too, which slows the app down.`,
        'Measure without c8 and NODE_V8_COVERAGE.',
      ),
  },
};

function findIncompatible(options: readonly NodeOption[]): readonly NodeOptionsFinding[] {
  return options.flatMap(({ name }) => {
    const kind = INCOMPATIBLE_OPTIONS[name];
    return kind === undefined ? [] : [{ kind, option: name }];
  });
}

/** Without its condition `covermain/auto` is an empty module. Files that load before it are not measured. */
function findLateAuto(options: readonly NodeOption[]): readonly NodeOptionsFinding[] {
  const auto = options.findIndex(({ value }) => value === AUTO);
  if (auto === -1) return [];
  const isLive = options.some(({ name, value }) => /^(--conditions|-C)$/.test(name) && value === 'covermain');
  const early = findPreloadsBefore(options, auto, 'auto');
  return isLive ? early : [{ kind: 'auto-without-condition' }, ...early];
}

/** If the hooks are among the options already, `covermain run` does not put them first again. */
function findLatePreload(options: readonly NodeOption[]): readonly NodeOptionsFinding[] {
  const preload = options.findIndex(({ value }) => /[\\/]hooks[\\/]preload\.cjs$/.test(value));
  return preload === -1 ? [] : findPreloadsBefore(options, preload, 'preload');
}

function findPreloadsBefore(
  options: readonly NodeOption[],
  index: number,
  hooks: 'auto' | 'preload',
): readonly NodeOptionsFinding[] {
  return options
    .slice(0, index)
    .filter(({ name }) => PRELOADS.includes(name))
    .map(({ name, value }) => ({ kind: 'preload-before-hooks', option: name, module: value, hooks }));
}

function findLoaders(options: readonly NodeOption[]): readonly NodeOptionsFinding[] {
  return options
    .filter(({ name }) => LOADERS.includes(name))
    .map(({ name, value }) => ({ kind: 'loader-before-hooks', option: name, module: value }));
}
