/**
 * Rules about imports, checked by `npm run lint:imports`.
 *
 * dependency-cruiser checks them, because Biome's `noImportCycles` finds cycles of files only: it knows neither
 * directories nor layers. `@swc/core` parses TypeScript for it, because dependency-cruiser needs TypeScript's JavaScript
 * API, which `typescript` 7 does not have.
 */

/**
 * Directories of the source, lowest first. A directory never imports a directory that comes later in the list. A
 * subdirectory that is not listed belongs to its parent.
 */
const LAYERS = [
  'src/view',
  'src/platform',
  'src/cache',
  'src/file-changes',
  'src/profile/model',
  'src/profile/format',
  'src/profile/store',
  'src/profile/versions',
  'src/settings',
  'src/run-log',
  'src/selection',
  'src/source-maps',
  'src/interchange',
  'src/instrument',
  'src/runtime/threads',
  'src/runtime',
  'src/agent/recording',
  'src/agent/peers',
  'src/agent/push',
  'src/agent/actions',
  'src/agent/http',
  'src/agent',
  'src/project',
  'src/config-file',
  'src/hooks',
  'src/git',
  'src/run',
  'src/collect/inputs',
  'src/collect',
  'src/remote',
  'src/remote/kubernetes',
  'src/report/figures',
  'src/report/diff',
  'src/report',
  'src/impact',
  'src/operations',
  'src/inject',
  'src/init',
  'src/doctor/evidence',
  'src/doctor',
  'src/center/store',
  'src/center/services',
  'src/center',
  'src/live',
  'src/commands',
  'src/cli',
  'harness/ends',
  'harness',
];

/** Programs start here, so nothing in `src/` imports these: the libraries, `covermain/auto`, the harness, the executable. */
const ENTRY_POINTS = '^(src/api/|src/auto/|src/integration/|harness/|src/cli\\.ts$)';

/** Imports of the harness, which runs inside the app's process and starts with it. */
const HARNESS_IMPORTS = '^src/(platform|settings|run-log|runtime)/';

/** The page runs in browsers, so it shares only `src/view/` with the rest. Its script contains the packages that it imports. */
const PAGE = '^src/page/';

/** @returns {string} regular expression that matches the files of a layer, without those of listed subdirectories */
function filesOf(layer) {
  const below = LAYERS.filter((other) => other.startsWith(`${layer}/`)).map((other) =>
    other.slice(layer.length + 1),
  );
  return below.length > 0 ? `^${layer}/(?!(${below.join('|')})/)` : `^${layer}/`;
}

const layerRules = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `layers: ${layer}`,
  comment: `${layer} imports a directory of a higher layer (see LAYERS in .dependency-cruiser.mjs).`,
  severity: 'error',
  from: { path: filesOf(layer) },
  to: { path: LAYERS.slice(index + 1).map(filesOf) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no file cycles',
      comment: 'A file imports itself through other files. Type imports count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no directory cycles',
      comment: 'Two directories import each other.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every directory has a layer',
      comment: 'Add the directory to LAYERS in .dependency-cruiser.mjs.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: [...LAYERS.map((layer) => `^${layer}/`), ENTRY_POINTS, PAGE] },
    },
    ...layerRules,
    {
      name: 'entry points are not imported',
      comment: 'A module of src/ imports a module in which programs start.',
      severity: 'error',
      from: { path: '^src/', pathNot: ENTRY_POINTS },
      to: { path: ENTRY_POINTS },
    },
    {
      name: 'the harness imports little',
      comment: 'The harness runs in the process of the app. It imports only what HARNESS_IMPORTS lists.',
      severity: 'error',
      from: { path: '^harness/' },
      to: { path: '^src/', pathNot: HARNESS_IMPORTS },
    },
    {
      name: 'the page imports only src/view',
      comment:
        'The page runs in browsers. It shares plain data and pure functions with the rest in src/view/.',
      severity: 'error',
      from: { path: PAGE },
      to: { path: '^(src|harness)/', pathNot: '^src/(page|view)/' },
    },
    {
      name: 'the page is not imported',
      comment: 'The page is a script of its own in dist/page/.',
      severity: 'error',
      from: { path: '^(src|harness)/', pathNot: PAGE },
      to: { path: PAGE },
    },
    {
      name: 'no development code at run time',
      comment:
        'The published package contains only src/, harness/ and bin/, and installs only its dependencies.',
      severity: 'error',
      from: { path: '^(src|harness)/' },
      to: { path: '^(bench|examples|scripts|test|test-manual)/' },
    },
    {
      name: 'no development dependencies at run time',
      comment: 'Move the package to "dependencies" in package.json, or import only its types.',
      severity: 'error',
      from: { path: '^(src|harness)/', pathNot: PAGE },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // dependency-cruiser's use of swc does not know JSX. The build checks what the whole page imports (scripts/build/page.ts).
    exclude: { path: '\\.tsx$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'types'] },
  },
};
