/** Checks that each session name, however it is sent, leads to a directory of its own and to no file outside it. */
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

const REFUSED_NAMES = ['', 'x'.repeat(1_000), '🙂'.repeat(40), '../'.repeat(100)];

const NAMES_IN_PATHS = ['../../y', 'c/d', 'C:\\x', '🙂 1'];
const TYPED_NAMES = ['../../z', '🙂 2'];

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
    // The dump writes all files that exist even without a session.
    await agent.dump();
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Lists all files of the project outside the session directories. */
  function listOtherFiles(): readonly string[] {
    const all = readdirSync(project.root, { recursive: true, encoding: 'utf8' });
    return all.filter((file) => !/^data\/\d+\/(sessions|journal\.|tmp\.)/.test(file)).sort();
  }

  async function hit(): Promise<void> {
    hits += 1;
    program.type('x');
    await program.printed(new RegExp(`hits ${hits}\n`));
  }

  /** Returns the directory of a session. Fails unless the session has exactly one hit. */
  function assertSessionDirectory(name: string): string {
    const sessions = `${measured.directory}/sessions`;
    const directory = readdirSync(project.path(sessions)).find((entry) => decodeSessionName(entry) === name);
    assert.equal(profileIn(project, `${sessions}/${directory}`).functions('src/typed.js').hit, 1, name);
    return project.path(`${sessions}/${directory}`);
  }

  it('in a query may have any characters and keeps all files in one session directory', async () => {
    const otherFiles = listOtherFiles();
    for (const name of NAMES) {
      const [session] = await agent.startSession(name);
      assert.equal(session?.name, name);
      await hit();
      const [dump] = await agent.endSession(name);
      assert.equal(dirname(dump?.path ?? ''), assertSessionDirectory(name));
    }
    assert.deepEqual(listOtherFiles(), otherFiles);
    assert.equal(readdirSync(project.path(`${measured.directory}/sessions`)).length, NAMES.length);
  });

  it('is refused if it is empty or too long for a directory name', async () => {
    const filesBefore = readdirSync(project.path(measured.directory), { recursive: true });
    for (const name of REFUSED_NAMES)
      await assert.rejects(agent.startSession(name), /failed with status 400: Invalid session name/);
    assert.deepEqual(readdirSync(project.path(measured.directory), { recursive: true }), filesBefore);
  });

  it('in a request path keeps all files in one session directory', async () => {
    const otherFiles = listOtherFiles();
    for (const name of NAMES_IN_PATHS) {
      const post = (action: string, headers = {}) =>
        requestAgent(agent.socket, {
          method: 'POST',
          path: `/test/${action}/${encodeURIComponent(name)}`,
          headers,
        });
      assert.equal((await post('start')).status, 204);
      await hit();
      const endResponse = await post('end', { accept: 'text/plain' });
      assert.match(String(endResponse.body), /^mode: atomic\n/);
      assertSessionDirectory(name);
    }
    assert.deepEqual(listOtherFiles(), otherFiles);
  });

  it('on the command line keeps all files in one session directory', async () => {
    const otherFiles = listOtherFiles();
    for (const name of TYPED_NAMES) {
      const covermain = async (action: string) => {
        const command = startCovermain(project, ['session', action, '--json', name]);
        assert.equal(await command.exitCode, 0, command.output());
        return JSON.parse(command.stdout()) as readonly { readonly path: string }[];
      };
      await covermain('start');
      await hit();
      const [dump] = await covermain('end');
      assert.equal(dirname(dump?.path ?? ''), assertSessionDirectory(name));
    }
    assert.deepEqual(listOtherFiles(), otherFiles);
  });
});
