/** Tests that malicious and malformed requests to the port and the private socket disturb neither agent nor program. */
import assert from 'node:assert/strict';
import type { NetConnectOpts } from 'node:net';
import { typedApp } from '../../support/apps.js';
import { type Fuzz, fuzzOf, sendFuzz } from '../../support/fuzzed-http.js';
import { agentOf } from '../../support/live-agents.js';
import { prepareMeasuring, startNode } from '../../support/measured-programs.js';
import { urlOf } from '../../support/port-url.js';
import { killLeftPrograms } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const REQUESTS = 10_000;

/** Number of concurrent connections. */
const CONNECTIONS = 40;

describe('an agent that receives 10,000 malicious or malformed requests', () => {
  let project: Project;

  before(() => {
    project = makeProject({
      'package.json': '{}',
      'src/app.js': typedApp('setInterval(tick, 1).unref(); function tick() {}'),
    });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  it('changes nothing, keeps responding, and lets the program run and count', async () => {
    const { env, functions, read } = (
      await prepareMeasuring(project, { COVER_FLUSH: 'off', COVERAGE_HTTP_PORT: '0' })
    )();
    const program = startNode(project, ['src/app.js'], env);
    const agent = await agentOf(project, program);
    const { port } = new URL(await urlOf(agent));
    program.type('xxx');
    await program.printed(/hits 3\n/);
    const before = await agent.status();
    const ticks = async () => (await agent.functions('src/app.js')).tick ?? 0;
    let previousTicks = await ticks();

    const addresses: readonly NetConnectOpts[] = [
      { port: Number(port), host: '127.0.0.1' },
      { path: agent.socket },
    ];
    let nextSeed = 0;
    let sent = 0;
    let responses = 0;
    const send = async () => {
      while (sent < REQUESTS) {
        const seed = nextSeed++;
        const fuzz = fuzzOf(seed);
        sent += fuzz.requests;
        const answer = await sendFuzz(addresses[seed % 2] as NetConnectOpts, fuzz).catch((error: Error) =>
          assert.fail(`${describeFuzz(seed, fuzz)}: ${error.message}`),
        );
        responses += answer.split(/^HTTP\/1\.1 /m).length - 1;
        assert.doesNotMatch(answer, /^HTTP\/1\.1 5/m, describeFuzz(seed, fuzz));
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, send));
    assert.ok(responses > REQUESTS / 10, `only ${responses} were answered`);

    assert.ok((await ticks()) > previousTicks, 'the program has counted nothing meanwhile');
    previousTicks = await ticks();
    while ((await ticks()) === previousTicks); // the program still counts
    const { uptime, counts, ...after } = await agent.status();
    const { uptime: _, counts: __, ...unchanged } = before;
    assert.deepEqual(after, unchanged);
    assert.ok(counts.total > before.counts.total);
    assert.equal(read().profiles.length, 0, 'nobody has asked for a dump');
    assert.ok(uptime > before.uptime);

    assert.equal((await agent.functions('src/app.js')).hit, 3);
    program.endInput();
    assert.deepEqual(await program.ended, { code: 0, signal: null }, program.output());
    assert.equal(program.stderr(), '');
    assert.equal(functions('src/app.js').hit, 3);
  });
});

/** Describes the requests of a connection for failure messages. `fuzzOf(seed)` generates them again. */
function describeFuzz(seed: number, { pieces, end }: Fuzz): string {
  return `seed ${seed}, ended ${end}: ${JSON.stringify(Buffer.concat(pieces).toString('latin1').slice(0, 2_000))}`;
}
