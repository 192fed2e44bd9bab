/** The check finds options in NODE_OPTIONS that disturb the hooks. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { type NodeOptionsFinding, nodeOptionsCheck } from '../../../src/doctor/node-options.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the node-options check', () => {
  let project: Project;

  before(() => {
    project = makeProject({});
  });

  after(() => project.remove());

  const examine = (NODE_OPTIONS: string, env = {}): Promise<readonly NodeOptionsFinding[]> =>
    findingsOf(nodeOptionsCheck, project, { NODE_OPTIONS, ...env });

  for (const options of ['', '  ']) {
    it(`treats ${JSON.stringify(options)} as not set`, async () => {
      assert.deepEqual(await examine(options), [{ kind: 'node-options-unset' }]);
    });
  }

  for (const options of [
    '--import tsx',
    '--max-old-space-size=4096 -r ./a.cjs',
    '--conditions=covermain --import covermain/auto --import tsx',
  ]) {
    it(`accepts ${options}`, async () => {
      assert.deepEqual(await examine(options), [{ kind: 'node-options-compatible', options }]);
    });
  }

  const INCOMPATIBLE_OPTIONS: readonly (readonly [options: string, finding: NodeOptionsFinding])[] = [
    ['--jitless', { kind: 'compilers-disabled', option: '--jitless' }],
    ['--no-addons', { kind: 'addons-disabled', option: '--no-addons' }],
    ['--permission --allow-fs-read=*', { kind: 'permissions-restricted', option: '--permission' }],
    ['--experimental-permission', { kind: 'permissions-restricted', option: '--experimental-permission' }],
    ['--loader ./own.mjs', { kind: 'loader-before-hooks', option: '--loader', module: './own.mjs' }],
    [
      '--experimental-loader=./own.mjs',
      { kind: 'loader-before-hooks', option: '--experimental-loader', module: './own.mjs' },
    ],
    ['--import covermain/auto', { kind: 'auto-without-condition' }],
    [
      '-r a.cjs -C covermain -r covermain/auto',
      { kind: 'preload-before-hooks', option: '-r', module: 'a.cjs', hooks: 'auto' },
    ],
    [
      '-r a.cjs --require "/x y/hooks/preload.cjs"',
      { kind: 'preload-before-hooks', option: '-r', module: 'a.cjs', hooks: 'preload' },
    ],
  ];

  for (const [options, finding] of INCOMPATIBLE_OPTIONS) {
    it(`reports ${finding.kind} for ${options}`, async () => {
      assert.deepEqual(await examine(options), [finding]);
    });
  }

  it('reports that V8 counts, too, with NODE_V8_COVERAGE', async () => {
    assert.deepEqual(await examine('', { NODE_V8_COVERAGE: 'v8' }), [
      { kind: 'v8-coverage-enabled', directory: 'v8' },
    ]);
  });

  it('formats a preload before the hooks as a warning', () => {
    const finding = {
      kind: 'preload-before-hooks',
      option: '-r',
      module: 'a.cjs',
      hooks: 'preload',
    } as const;
    assert.deepEqual(describeFinding(finding), {
      state: 'warning',
      found:
        "-r a.cjs runs before covermain's hooks: files that it loads are not measured, " +
        'and files that it transforms may not be.',
      remedy: "Put covermain's hooks before a.cjs in NODE_OPTIONS.",
    });
  });
});
