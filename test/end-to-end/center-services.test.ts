/** A center as a process, with a measured program as a service. */
import assert from 'node:assert/strict';
import { typedApp } from '../support/apps.js';
import { agentOf } from '../support/live-agents.js';
import { prepareMeasuring, startNode } from '../support/measured-programs.js';
import { urlOf } from '../support/port-url.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const GOC_BODY = JSON.stringify({
  force: false,
  service: null,
  address: null,
  coverfile: null,
  skipfile: null,
});

describe('a center with a measured program as a service', () => {
  let project: Project;
  let program: Program;
  let center: Program;
  let service: string;
  let url: string;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      'src/app.js': typedApp(''),
    });
    const measuring = (await prepareMeasuring(project, { COVER_FLUSH: 'off', COVERAGE_HTTP_PORT: '0' }))();
    program = startNode(project, ['src/app.js'], measuring.env);
    service = await urlOf(await agentOf(project, program));
    await program.printed(/ready/);
    center = startCovermain(project, ['receive', '--port', '0', '--dir', 'received'], {
      env: { COVER_LOG: 'info' },
    });
    [, url = ''] = await center.printed(/listening on (\S+),/);
  });

  after(async () => {
    program.endInput();
    await program.exitCode;
    killLeftPrograms();
    project.remove();
  });

  async function request(base: string, path: string, init: RequestInit = {}): Promise<string> {
    const response = await fetch(`${base}/v1/cover/${path}`, { method: 'POST', ...init });
    const text = await response.text();
    assert.ok(response.ok, text);
    return text;
  }

  it('returns the profile of the service, and counts once what the service has also pushed', async () => {
    program.type('x');
    await program.printed(/hits 1\n/);
    await request(url, `register?name=app&address=${service}`);
    const own = await request(service, 'profile');
    assert.match(own, /^mode: atomic\nsrc\/app\.js:/);
    assert.equal(await request(url, 'profile', { body: GOC_BODY }), own);

    const archive = await fetch(`${service}/v1/cover/profile`, {
      headers: { accept: 'application/octet-stream' },
    });
    const body = Buffer.from(await archive.arrayBuffer());
    await request(url, 'push/app', { method: 'PUT', body });
    assert.equal(await request(url, 'profile', { body: GOC_BODY }), own);

    program.type('x');
    await program.printed(/hits 2\n/);
    const later = await request(service, 'profile');
    assert.notEqual(later, own);
    assert.equal(await request(url, 'profile', { body: GOC_BODY }), later);
  });

  it('clears the service', async () => {
    assert.match(await request(url, 'clear'), /coverage counter clear call successfully\n$/);
    const lines = (await request(service, 'profile')).trimEnd().split('\n').slice(1);
    assert.ok(lines.every((line) => line.endsWith(' 0')));
  });

  it('logs a line per request, and ends with a summary', async () => {
    center.signalGroup('SIGTERM');
    assert.equal(await center.exitCode, 0);
    assert.match(center.stdout(), /Received 1 upload: 1 profile written/);
    assert.match(
      center.stderr(),
      /request method=PUT path=\/v1\/cover\/push\/app remote=127\.0\.0\.1:\d+ status=201/,
    );
  });
});
