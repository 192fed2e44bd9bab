/** All settings that are refused are found at once, by themselves or only together. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/doctor/check.js';
import { settingsCheck } from '../../../src/doctor/settings.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the check of settings', () => {
  let project: Project;

  before(() => {
    project = makeProject({});
  });

  after(() => project.remove());

  const look = (environment: Readonly<Record<string, string>>): Promise<readonly Finding[]> =>
    findingsOf(settingsCheck, project, environment);

  it('is content where none is set, or all are understood', async () => {
    const [none] = await look({ COVER_TIMEOUT: ' ', PATH: '/bin' });
    assert.deepEqual([none?.state, none?.found], ['ok', 'none is set, so the defaults hold']);
    const [some] = await look({ COVER_TIMEOUT: '5s', COVER_DIR: 'data' });
    assert.deepEqual([some?.state, some?.found], ['ok', 'COVER_DIR, COVER_TIMEOUT: understood']);
  });

  it('finds all that are refused', async () => {
    const findings = await look({ COVER_TIMEOUT: 'soon', COVER_ENGINE: 'v8', MANUAL_INTEGRATION: 'maybe' });
    assert.deepEqual(
      findings.map(({ state, found }) => [state, found]),
      ['COVER_ENGINE="v8"', 'COVER_TIMEOUT="soon"', 'MANUAL_INTEGRATION="maybe"'].map((given) => [
        'problem',
        `${given} is not accepted`,
      ]),
    );
    for (const { remedy } of findings) assert.match(remedy ?? '', /^set it to .* Example: /);
  });

  it('finds those that are refused together only', async () => {
    const findings = await look({ COVER_ENGINE: 'nyc', COVER_FLUSH: '1s' });
    assert.equal(findings.length, 1);
    assert.match(findings[0]?.found ?? '', /^COVER_ENGINE="nyc" is not accepted$/);
    assert.match(findings[0]?.remedy ?? '', /COVER_FLUSH/);
  });

  it('hides what is secret', async () => {
    const findings = await look({ COVER_TOKEN: 'hunter2' });
    assert.equal(findings.length, 1);
    assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
  });

  it('lists all names where it does not know what was meant', async () => {
    const [finding] = await look({ COVER_EVERYTHING: '1' });
    assert.equal(finding?.state, 'warning');
    assert.match(finding.remedy ?? '', /^the settings are .*COVER_DIR/);
  });
});
