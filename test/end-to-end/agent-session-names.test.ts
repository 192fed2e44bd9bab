/** Any session name, from HTTP or the command line, gives one directory and no file outside it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { requestAgent } from '../../src/agent/peers/agent-client.js';
import { decodeSessionName } from '../../src/profile/store/session-directories.js';
import { typedApp } from '../support/apps.js';
import { agentOf, type LiveAgent } from '../support/live-agents.js';
import { type Measuring, prepareMeasuring, profileIn, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const NAMES = [
  '../../x',
  'a/b',
  '/etc/passwd',
  '..\\..\\x',
  '..',
  '.',
  '%2e%2e',
  'end.',
  '~',
  '-rf',
  ' ',
  '$HOME',
  'CON',
  'con',
  'nul.txt',
  'COM1',
  '🙂',
  'é終',
  'line\nbreak',
  'zero\0',
  'Login',
  'login',
  'x'.repeat(200),
];

const REFUSED = ['', 'x'.repeat(1_000), '🙂'.repeat(40), '../'.repeat(100)];

const IN_PATHS = ['../../y', 'c/d', 'C:\\x', '🙂 1'];
const TYPED = ['../../z', '🙂 2'];

describe('a session name', () => {
  let project: Project;
  let measured: Measuring;
  let program: Program;
  let agent: LiveAgent;
  let hits = 0;

  before(async () => {
    project = makeProject({ 'package.json': '{}', 'src/typed.js': typedApp() });
    measured = (await prepareMeasuring(project, { COVER_FLUSH: '50ms' }))();
    program = startNode(project, ['src/typed.js'], measured.env);
    agent = await agentOf(project, program);
    // All that is written in any case is there.
    await agent.dump();
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  /** What is anywhere in the project but in folders of sessions. */
  function filesElsewhere(): readonly string[] {
    const all = readdirSync(project.root, { recursive: true, encoding: 'utf8' });
    return all.filter((file) => !/^data\/\d+\/(sessions|journal\.|tmp\.)/.test(file)).sort();
  }

  async function hit(): Promise<void> {
    hits += 1;
    program.type('x');
    await program.printed(new RegExp(`hits ${hits}\n`));
  }

  /** The folder of a session in which there was one call. */
  function assertFolderOf(name: string): string {
    const sessions = `${measured.directory}/sessions`;
    const folder = readdirSync(project.path(sessions)).find((one) => decodeSessionName(one) === name);
    assert.equal(profileIn(project, `${sessions}/${folder}`).functions('src/typed.js').hit, 1, name);
    return project.path(`${sessions}/${folder}`);
  }

  it('of any kind is accepted in a query', async () => {
    const before = filesElsewhere();
    for (const name of NAMES) {
      const [session] = await agent.startSession(name);
      assert.equal(session?.name, name);
      await hit();
      const [dump] = await agent.endSession(name);
      assert.equal(dirname(dump?.path ?? ''), assertFolderOf(name));
    }
    assert.deepEqual(filesElsewhere(), before);
    assert.equal(readdirSync(project.path(`${measured.directory}/sessions`)).length, NAMES.length);
  });

  it('is refused if it is empty or too long for a directory name', async () => {
    const before = readdirSync(project.path(measured.directory), { recursive: true });
    for (const name of REFUSED)
      await assert.rejects(agent.startSession(name), /failed with status 400: Invalid session name/);
    assert.deepEqual(readdirSync(project.path(measured.directory), { recursive: true }), before);
  });

  it('of any kind is accepted in a path', async () => {
    const before = filesElsewhere();
    for (const name of IN_PATHS) {
      const post = (act: string, headers = {}) =>
        requestAgent(agent.socket, {
          method: 'POST',
          path: `/test/${act}/${encodeURIComponent(name)}`,
          headers,
        });
      assert.equal((await post('start')).status, 204);
      await hit();
      const ended = await post('end', { accept: 'text/plain' });
      assert.match(String(ended.body), /^mode: atomic\n/);
      assertFolderOf(name);
    }
    assert.deepEqual(filesElsewhere(), before);
  });

  it('of any kind is accepted on the command line', async () => {
    const before = filesElsewhere();
    for (const name of TYPED) {
      const covermain = async (act: string) => {
        const command = startCovermain(project, ['session', act, '--json', name]);
        assert.equal(await command.exitCode, 0, command.output());
        return JSON.parse(command.stdout()) as readonly { readonly path: string }[];
      };
      await covermain('start');
      await hit();
      const [dump] = await covermain('end');
      assert.equal(dirname(dump?.path ?? ''), assertFolderOf(name));
    }
    assert.deepEqual(filesElsewhere(), before);
  });
});
