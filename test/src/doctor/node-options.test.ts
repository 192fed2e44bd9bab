/** What Node's options do to the hooks is told before anything is run by them. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/doctor/check.js';
import { nodeOptionsCheck, parseOptions } from '../../../src/doctor/node-options.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the check of Node options', () => {
  let project: Project;

  before(() => {
    project = makeProject({});
  });

  after(() => project.remove());

  const look = (NODE_OPTIONS: string, env = {}): Promise<readonly Finding[]> =>
    findingsOf(nodeOptionsCheck, project, { NODE_OPTIONS, ...env });

  for (const options of ['', '  ', '--import tsx', '--max-old-space-size=4096 -r ./a.cjs']) {
    it(`is content with ${JSON.stringify(options)}`, async () => {
      const [finding, ...others] = await look(options);
      assert.equal(finding?.state, 'ok');
      assert.deepEqual(others, []);
    });
  }

  const DISTURBING: readonly (readonly [options: string, state: Finding['state'], found: RegExp])[] = [
    ['--jitless', 'warning', /^--jitless leaves V8 without its compilers/],
    ['--no-addons', 'problem', /^--no-addons keeps the parser from being loaded/],
    ['--permission --allow-fs-read=*', 'warning', /^--permission keeps covermain from starting/],
    ['--experimental-permission', 'warning', /^--experimental-permission keeps/],
    ['--loader ./own.mjs', 'warning', /^--loader \.\/own\.mjs is a loader/],
    ['--experimental-loader=./own.mjs', 'warning', /^--experimental-loader \.\/own\.mjs is a loader/],
    ['--import covermain/auto', 'problem', /without the condition covermain/],
    ['-r a.cjs -C covermain -r covermain/auto', 'warning', /^-r a\.cjs comes before covermain\/auto/],
    ['-r a.cjs --require "/x y/hooks/preload.cjs"', 'warning', /^-r a\.cjs comes before covermain's hooks/],
  ];

  for (const [options, state, found] of DISTURBING) {
    it(`finds what disturbs in ${options}`, async () => {
      const [finding, ...others] = await look(options);
      assert.equal(finding?.state, state);
      assert.match(finding.found, found);
      assert.notEqual(finding.remedy, null);
      assert.deepEqual(others, []);
    });
  }

  it('is content with covermain/auto under its condition, in front of others', async () => {
    const [finding] = await look('--conditions=covermain --import covermain/auto --import tsx');
    assert.equal(finding?.state, 'ok');
  });

  it('finds that V8 counts, too', async () => {
    const [finding] = await look('', { NODE_V8_COVERAGE: 'v8' });
    assert.match(finding?.found ?? '', /^NODE_V8_COVERAGE=v8: V8 counts, too/);
  });

  it('reads options as Node does', () => {
    assert.deepEqual(parseOptions('--require "/a b/\\"c\\".cjs" --import=x=y --flag -r z'), [
      { name: '--require', value: '/a b/"c".cjs' },
      { name: '--import', value: 'x=y' },
      { name: '--flag', value: '' },
      { name: '-r', value: 'z' },
    ]);
  });
});
