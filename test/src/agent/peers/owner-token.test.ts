/** Tests that the token of a port exists as long as the process that accepts it, whether or not its socket exists. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAgents } from '../../../../src/agent/peers/find-agents.js';
import { createOwnerToken, removeAbandonedTokens } from '../../../../src/agent/peers/owner-token.js';
import { runTagOf, socketPathOf } from '../../../../src/agent/peers/socket-path.js';
import { socketDirectoryOfKind, useAgentRoot } from '../../../support/agents.js';

describe('the token of a port', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  function writeToken(port: number): string {
    const token = createOwnerToken(root);
    token.write(port);
    return token.path() ?? assert.fail('not written');
  }

  /** Writes a token as another process would. */
  function leaveToken(name: string, content: string): string {
    const path = join(socketDirectoryOfKind(root, 'project').path, name);
    writeFileSync(path, content);
    return path;
  }

  /** Returns the pid of a process that has ended. */
  const endedPid = () => spawnSync(process.execPath, ['--version']).pid;

  it('is in a file that only the owner can read, with the pid of its process', () => {
    const path = writeToken(7777);
    assert.equal(path, join(root, '.covermain', '7777.token'));
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(readFileSync(path, 'utf8'), new RegExp(`^${process.pid}\\.[\\w-]{43}\\n$`));
  });

  it('is kept by commands while its process runs, even if that process has no socket', async () => {
    const path = writeToken(7777);
    assert.deepEqual(await findAgents(root), []);
    assert.ok(existsSync(path));
  });

  it('is removed by commands if its process was killed, also beside those of others', async () => {
    const own = writeToken(7777);
    const left = leaveToken('7778.token', `${endedPid()}.abc\n`);
    await findAgents(root);
    assert.deepEqual([existsSync(own), existsSync(left)], [true, false]);
  });

  it('is kept while a socket of its process exists, because the process can be in a container', () => {
    writeToken(7777);
    const pid = endedPid();
    const left = leaveToken('7778.token', `${pid}.abc\n`);
    const directory = socketDirectoryOfKind(root, 'project');
    writeFileSync(socketPathOf(directory, { pid, start: 1, runTag: runTagOf('run-1') }), '');
    removeAbandonedTokens(root, () => false);
    assert.ok(existsSync(left));
    removeAbandonedTokens(root, () => true);
    assert.ok(!existsSync(left));
  });

  it('is kept if the file is not one of a token', () => {
    writeToken(7777);
    const other = leaveToken('other.token', 'something else');
    removeAbandonedTokens(root, () => true);
    assert.ok(existsSync(other));
  });
});
