/** Tests `covermain collect agent` with several programs, collections and restarts. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { useAgentCollections } from '../../support/agent-collections.js';
import { profileIn } from '../../support/measured-programs.js';
import { SERVICE, startService } from '../../support/measured-services.js';
import type { Project } from '../../support/project.js';

describe('covermain collect agent', () => {
  let project: Project;
  const { collect, collected, hitsIn } = useAgentCollections((made) => {
    project = made;
  });

  it('counts every request once while it collects again and again during the load', async () => {
    const service = await startService(project);
    const watching = collect(service.agent, '-o', 'all', '--reset', '--watch', '20ms');
    await watching.printed(/Round 1:/);
    for (let round = 0; round < 3; round++) await Promise.all([service.hit(100), service.hit(100)]);
    watching.signalGroup('SIGINT');
    assert.equal(await watching.exitCode, 0, watching.output());
    assert.match(watching.stderr(), /Collecting a last round\. Press Ctrl\+C again to stop at once\./);
    assert.equal(hitsIn('all'), 600);
    await service.hit(5);
    service.program.signalGroup('SIGTERM');
    assert.equal(await service.program.exitCode, 0, service.program.output());
    assert.equal(hitsIn(service.directory), 605);
  });

  it('collects what earlier runs of a container left in its volume, and reports the restart', async () => {
    const service = await startService(project, { COVER_DIR: 'volume' });
    await service.hit(2);
    await collected(0, service.agent, '-o', 'all', '--reset');
    await service.hit(3);
    service.program.signalGroup('SIGTERM');
    await service.program.exitCode;
    const again = await startService(project, {
      COVER_DIR: 'volume',
      COVERAGE_HTTP_PORT: new URL(service.agent).port,
    });
    await again.hit(4);
    const program = await collected(1, service.agent, '-o', 'all', '--reset');
    assert.match(program.stderr(), /restarted 1 time since the last collection/);
    assert.equal(hitsIn('all'), 9);
    await collected(0, service.agent, '-o', 'all', '--reset');
    assert.equal(hitsIn('all'), 9);
  });

  it('keeps what arrived if a program is killed, and fails unless it is forced', async () => {
    const [one, other] = [await startService(project), await startService(project)];
    await one.hit(3);
    await other.hit(4);
    other.program.signalGroup('SIGKILL');
    await other.program.exitCode;
    const program = await collected(1, one.agent, other.agent, '-o', 'all');
    assert.match(program.stdout(), / failed\n$/);
    assert.match(program.stderr(), /failed: Cannot read from .* ECONNREFUSED/);
    assert.equal(hitsIn('all'), 3);
    await collected(0, one.agent, other.agent, '-o', 'all', '--force');
  });

  it('stores a session of the programs that have one', async () => {
    const [one, other] = [await startService(project), await startService(project)];
    await fetch(`${one.agent}/v1/cover/session/start?name=checkout`, { method: 'POST' });
    await one.hit(2, '/rare');
    await other.hit(4);
    await collected(0, one.agent, other.agent, '-o', 'all', '--session', 'checkout');
    assert.equal(hitsIn('all'), 6);
    assert.equal(profileIn(project, 'all/sessions/checkout').functions(SERVICE).rare, 2);
    const status = (await (await fetch(`${one.agent}/v1/cover/status`)).json()) as { sessions: unknown[] };
    assert.deepEqual(status.sessions, []);
  });

  it('sends the token of a file', async () => {
    const token = 'secret-0123456789';
    const service = await startService(project, { COVER_TOKEN: token });
    await service.hit(1);
    const refused = await collected(1, service.agent, '-o', 'all');
    assert.match(refused.stderr(), /answered 401 .* Name a file with its token: --token-file\./);
    writeFileSync(project.path('token'), `${token}\n`);
    const program = await collected(0, service.agent, '-o', 'all', '--token-file', 'token');
    assert.ok(!`${refused.output()}${program.output()}`.includes(token));
    assert.equal(hitsIn('all'), 1);
  });
});
