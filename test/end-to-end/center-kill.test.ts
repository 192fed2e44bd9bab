/** A center that is killed while programs push, and started again. */
import assert from 'node:assert/strict';
import { countersNameOf } from '../../src/profile/format/counters-file.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { endAt, pushOf } from '../support/center.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Number of processes that push at the same time. */
const CLIENTS = 8;

describe('a center that is killed', () => {
  let project: Project;
  let url: string;
  /** Highest count that the center has acknowledged, by file name. */
  const acknowledged = new Map<string, number>();
  /** Highest count that was sent, by file name. */
  const sent = new Map<string, number>();

  before(() => {
    project = makeProject({ 'package.json': '{}' });
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  async function startCenter(): Promise<Program> {
    const program = startCovermain(project, ['receive', '--port', '0', '--dir', 'received']);
    [, url = ''] = await program.printed(/listening on (\S+),/);
    return program;
  }

  /** Pushes the growing profiles of one process until a push fails. Each tenth profile is of another epoch. */
  async function pushUntilFailure(pid: number, onAcknowledged: () => void): Promise<void> {
    for (let count = (counts.get(pid) ?? 0) + 1; ; count++) {
      counts.set(pid, count);
      const epoch = Math.floor(count / 10);
      const { name, bytes } = pushOf([count, 0, 0], {
        pid,
        start: endAt(10 * epoch),
        end: endAt(count + 0.5),
      });
      sent.set(name, count);
      try {
        const { status } = await fetch(`${url}/v1/cover/push/${pid}`, { method: 'PUT', body: bytes });
        if (status >= 300) throw new Error(`status ${status}`);
      } catch {
        return;
      }
      acknowledged.set(name, count);
      onAcknowledged();
    }
  }
  const counts = new Map<number, number>();

  async function pushAndKill(program: Program, pushes: number, signal: NodeJS.Signals): Promise<void> {
    let left = pushes;
    const onAcknowledged = () => {
      left -= 1;
      if (left === 0) program.signalGroup(signal);
    };
    await Promise.all([...Array(CLIENTS).keys()].map((pid) => pushUntilFailure(pid + 1, onAcknowledged)));
  }

  it('has everything that it acknowledged, and continues', async () => {
    const killed = await startCenter();
    await pushAndKill(killed, 150, 'SIGKILL');
    assert.deepEqual(await killed.ended, { code: null, signal: 'SIGKILL' });
    const program = await startCenter();
    await pushAndKill(program, 50, 'SIGTERM');
    assert.equal(await program.exitCode, 0);
    assert.match(program.stdout(), /Received \d+ uploads: \d+ profiles written/);

    const merge = startCovermain(project, ['merge', '-o', 'merged', 'received']);
    assert.equal(await merge.exitCode, 0, merge.output());
    const { profiles, unreadable } = readProfileDirectory(project.path('received'));
    assert.deepEqual(unreadable, []);
    const stored = new Map(
      profiles.map(({ files, ...header }) => {
        const name = countersNameOf(header);
        return [name, files[0]?.counters[0] ?? 0];
      }),
    );
    assert.ok(acknowledged.size > CLIENTS);
    for (const [name, count] of acknowledged) {
      const found = stored.get(name) ?? 0;
      assert.ok(found >= count && found <= (sent.get(name) ?? 0), `${name}: ${found} instead of ${count}`);
    }
    const [merged] = readProfileDirectory(project.path('merged')).profiles;
    const sum = [...stored.values()].reduce((total, count) => total + count, 0);
    assert.equal(merged?.files[0]?.counters[0], sum, merge.output());
  });
});
