/** Tests `covermain collect agent` with programs that are measured without any command of covermain, as in containers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { CollectDocument } from '../../src/commands/documents.js';
import { useAgentCollections } from '../support/agent-collections.js';
import { startService } from '../support/measured-services.js';
import { freePort, takePort } from '../support/ports.js';
import { startCovermain } from '../support/program.js';
import type { Project } from '../support/project.js';

describe('covermain collect agent', () => {
  let project: Project;
  const { collect, collected, hitsIn } = useAgentCollections((made) => {
    project = made;
  });

  it('adds the counts of several programs up, and prints a table', async () => {
    const [one, other] = [await startService(project), await startService(project)];
    await one.hit(3);
    await other.hit(4);
    const program = await collected(0, one.agent, other.agent, '-o', 'all');
    assert.equal(hitsIn('all'), 7);
    const rows = program
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    assert.deepEqual(rows[0], ['TARGET', 'RESTARTS', 'FILES', 'BYTES', 'TIME', 'RESULT']);
    assert.deepEqual(
      rows.slice(1).map(([target, restarts, files, , , result]) => [target, restarts, files, result]),
      [one, other].map(({ agent }) => [agent, '-', '1', 'collected']),
    );
    assert.match(program.stderr(), /Collected 2 profiles into all\n$/);
  });

  it('prints one JSON document, whose rows are those of manifest.json, and draws the report', async () => {
    const service = await startService(project);
    await service.hit(1);
    const program = await collected(0, service.agent, '-o', 'all', '--report', '--json');
    const document = JSON.parse(program.stdout()) as CollectDocument;
    assert.deepEqual([document.exitCode, document.targets.length, document.rounds], [0, 1, 1]);
    assert.equal(document.report?.total.functions.covered, 3);
    const manifest = JSON.parse(readFileSync(project.path('all/manifest.json'), 'utf8')) as CollectDocument;
    assert.deepEqual(manifest.targets, document.targets);
  });

  it('stops at Ctrl+C while an agent does not answer, and keeps what arrived', async () => {
    const service = await startService(project);
    await service.hit(1);
    const silent = createServer();
    const { port, close } = await takePort(silent);
    const program = collect(service.agent, `127.0.0.1:${port}`, '-o', 'all', '--concurrency', '1');
    await once(silent, 'request');
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 130, program.output());
    assert.match(program.stderr(), /failed: interrupted by SIGINT/);
    assert.equal(hitsIn('all'), 1);
    await close();
  });

  it('refuses a second collection into a directory that another one writes to', async () => {
    const silent = createServer();
    const { port, close } = await takePort(silent);
    const first = collect(`127.0.0.1:${port}`, '-o', 'all');
    await once(silent, 'request');
    const second = await collected(2, `127.0.0.1:${port}`, '-o', 'all');
    assert.match(second.stderr(), /another collection writes to it \(A collection of process \d+ on /);
    first.signalGroup('SIGINT');
    assert.equal(await first.exitCode, 130, first.output());
    assert.deepEqual(readdirSync(project.path('all')), ['manifest.json']);
    await close();
  });

  it('writes no control characters of an agent to the terminal', async () => {
    const hostile = createServer((_, response) => {
      response.statusCode = 500;
      response.end('\u001b[2J\u001b]0;title\u0007\nfake line');
    });
    const { port, close } = await takePort(hostile);
    const program = await collected(1, `http://127.0.0.1:${port}`, '-o', 'all');
    assert.ok(!program.stderr().includes('\u001b'));
    assert.doesNotMatch(program.stderr(), /^fake line/m);
    await close();
  });

  it('refuses invalid options before it creates anything', async () => {
    const CASES: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [['ftp://host'], /Invalid URL "ftp:\/\/host"/],
      [['http://user:pass@host'], /Invalid URL/],
      [['host', '--timeout', 'soon'], /Invalid --timeout "soon": expected a duration/],
      [['host', '--watch', 'x'], /Invalid --watch "x"/],
      [['host', '--watch', '30'], /Invalid --watch "30": .* milliseconds\. Example: --watch 30s/],
      [['host', '--concurrency', '0'], /Invalid --concurrency "0": expected a number from 1 to 1000/],
      [['host', '--token-file', 'none'], /Invalid --token-file "none": expected a readable file/],
      [['host', '--session', ''], /Invalid session name: it is empty/],
    ];
    const programs = CASES.map(([args]) => collect(...args, '-o', 'all'));
    for (const [index, program] of programs.entries()) {
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), CASES[index]?.[1] ?? assert.fail());
    }
    assert.throws(() => readFileSync(project.path('all')), { code: 'ENOENT' });
  });

  it('exits with code 1 if nothing was collected, and leaves no profile that other commands would read', async () => {
    const program = await collected(1, `127.0.0.1:${await freePort()}`);
    assert.match(program.stderr(), /Nothing was collected\./);
    const report = startCovermain(project, ['percent']);
    assert.equal(await report.exitCode, 2);
    assert.match(report.stderr(), /No profile found/);
  });
});
