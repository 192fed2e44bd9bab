/** Cold, second and warm starts of a real server of more than a thousand modules. */
import { installPackages } from '../install.js';
import { MEASURES_PACKAGES } from '../packages.js';
import { appText } from '../project.js';
import type { Scenario } from '../scenario.js';
import { START_METRICS, startRows } from '../starts.js';
import { COVERMAIN, NYC_SILENT, PLAIN } from '../variants.js';

/** Last version that runs on Node 20. */
const VERSION = '6.8.0';

const PACKAGES = {
  dependencies: { verdaccio: VERSION },
  // verdaccio requires a tag of this package, which some mirrors of the registry lack.
  overrides: { 'node-fetch': '2.6.7' },
};

export const verdaccio: Scenario = {
  name: 'verdaccio',
  isolates:
    'Cost of a start of verdaccio, a registry of packages, with all its dependencies measured. Cold is a start without caches, ' +
    'the second is the one after it, and warm is a start that adds nothing to the caches. Ready is the time until the server ' +
    'listens on a port of the loopback interface, exit the time until the command ends.',
  rounds: { full: 5, quick: 1 },
  metrics: START_METRICS,
  targets: [
    { metric: 'cold ready', row: COVERMAIN.name, than: PLAIN.name, factor: 3 },
    { metric: 'warm ready', row: COVERMAIN.name, than: PLAIN.name, factor: 1.3 },
  ],
  async tables(bench) {
    const packages = await installPackages(bench.createDirectory('verdaccio-packages'), PACKAGES);
    const project = {
      files: { 'app.cjs': appText('verdaccio.cjs'), '.nycrc': MEASURES_PACKAGES },
      copies: { node_modules: packages },
    };
    const rows = startRows(bench, 'verdaccio', project, 'app.cjs');
    return [
      {
        title: `verdaccio ${VERSION}, CommonJS`,
        base: PLAIN.name,
        // A start with nyc takes a minute.
        rows: rows.map((row) => (row.name === NYC_SILENT.name ? { ...row, mostRounds: 1 } : row)),
      },
    ];
  },
};
