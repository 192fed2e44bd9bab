/** The settings check names the config file that is used, and what is wrong with it. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { gatherFacts } from '../../../src/doctor/evidence/facts.js';
import { type SettingsFinding, settingsCheck } from '../../../src/doctor/settings.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

describe('the settings check of a project with a config file', () => {
  let project: Project;

  afterEach(() => project.remove());

  const examine = (files: Files): Promise<readonly SettingsFinding[]> => {
    project = makeProject(files);
    return findingsOf(settingsCheck, project);
  };

  it('names the file and its keys', async () => {
    const findings = await examine({
      'covermain.config.json': '{ "timeout": "60s", "entry": "src/main.ts" }',
    });
    assert.deepEqual(findings, [
      { kind: 'config-file-read', file: 'covermain.config.json', keys: ['entry', 'timeout'] },
    ]);
    assert.deepEqual(findings.map(describeFinding), [
      { state: 'ok', found: 'covermain.config.json is used: entry, timeout.', remedy: null },
    ]);
  });

  it('reports every invalid value', async () => {
    const findings = await examine({
      'covermain.config.mjs': "export default { timeout: 'soon', grace: 'x' };",
    });
    assert.deepEqual(
      findings.map((finding) => describeFinding(finding).found),
      [
        'Invalid value "soon" of "timeout" in covermain.config.mjs.',
        'Invalid value "x" of "grace" in covermain.config.mjs.',
      ],
    );
    for (const finding of findings) {
      const { state, remedy } = describeFinding(finding);
      assert.equal(state, 'problem');
      assert.match(remedy ?? '', /^Set it to a duration .* Example: (timeout|grace): '\d+s'$/);
    }
  });

  it('reports a misspelt key', async () => {
    const [finding, ...others] = await examine({ 'covermain.config.json': '{ "timout": 1 }' });
    assert.ok(finding && others.length === 0);
    assert.match(describeFinding(finding).found, /^Unknown key "timout" .* Did you mean timeout\?$/);
  });

  it('lets the other checks use the settings of the file', async () => {
    project = makeProject({ 'covermain.config.json': '{ "dir": "from-config" }' });
    const facts = await gatherFacts({ inputs: [], cwd: project.root, environment: {} });
    assert.equal(facts.settings.directory, 'from-config');
  });
});
