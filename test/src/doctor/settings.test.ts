/** The check finds every invalid setting at once, also settings that are invalid only together. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { type SettingsFinding, settingsCheck } from '../../../src/doctor/settings.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the settings check', () => {
  let project: Project;

  before(() => {
    project = makeProject({});
  });

  after(() => project.remove());

  const examine = (environment: Readonly<Record<string, string>>): Promise<readonly SettingsFinding[]> =>
    findingsOf(settingsCheck, project, environment);

  it('reports that no setting is set', async () => {
    assert.deepEqual(await examine({ COVER_TIMEOUT: ' ', PATH: '/bin' }), [{ kind: 'settings-unset' }]);
  });

  it('lists the settings if all are valid', async () => {
    assert.deepEqual(await examine({ COVER_TIMEOUT: '5s', COVER_DIR: 'data' }), [
      { kind: 'settings-valid', names: ['COVER_DIR', 'COVER_TIMEOUT'] },
    ]);
  });

  it('reports every invalid setting', async () => {
    const environment = { COVER_TIMEOUT: 'soon', COVER_ENGINE: 'v8', MANUAL_INTEGRATION: 'maybe' };
    assert.deepEqual(
      (await examine(environment)).map((finding) =>
        finding.kind === 'setting-invalid' ? [finding.name, finding.given, finding.example] : finding,
      ),
      [
        ['COVER_ENGINE', 'v8', 'probe'],
        ['COVER_TIMEOUT', 'soon', '60s'],
        ['MANUAL_INTEGRATION', 'maybe', '1'],
      ],
    );
  });

  it('formats an invalid setting as a problem', () => {
    const finding = {
      kind: 'setting-invalid',
      name: 'COVER_CACHE',
      given: 'no',
      accepted: 'on or off',
      example: 'off',
    } as const;
    assert.deepEqual(describeFinding(finding), {
      state: 'problem',
      found: 'Invalid COVER_CACHE "no".',
      remedy: 'Set COVER_CACHE to on or off. Example: COVER_CACHE=off',
    });
  });

  it('reports settings that are invalid only together', async () => {
    const [finding, ...others] = await examine({ COVER_ENGINE: 'nyc', COVER_FLUSH: '1s' });
    assert.equal(finding?.kind, 'setting-invalid');
    assert.deepEqual([finding.name, finding.given], ['COVER_ENGINE', 'nyc']);
    assert.match(finding.accepted, /COVER_FLUSH/);
    assert.deepEqual(others, []);
  });

  it('hides secrets', async () => {
    const findings = await examine({ COVER_TOKEN: 'hunter2' });
    assert.equal(findings.length, 1);
    assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
  });

  it('suggests the setting that a misspelt name resembles', async () => {
    const [finding] = await examine({ COVER_TIMOUT: '1s' });
    assert.deepEqual(finding, {
      kind: 'setting-unknown',
      name: 'COVER_TIMOUT',
      suggestion: 'COVER_TIMEOUT',
    });
  });

  it('lists all settings if an unknown name resembles none', async () => {
    const [finding] = await examine({ COVER_EVERYTHING: '1' });
    assert.deepEqual(finding, { kind: 'setting-unknown', name: 'COVER_EVERYTHING', suggestion: null });
    const { state, remedy } = describeFinding(finding);
    assert.equal(state, 'warning');
    assert.match(remedy ?? '', /^The settings are .*COVER_DIR/);
  });
});
