/** A run with a port logs the URL, because nobody knows the port that the system has chosen. */
import assert from 'node:assert/strict';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const SERVER = `
import { createServer } from 'node:http';
export function main() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}
if (process.argv[2] === 'start') await main();
`;

describe('COVERAGE_HTTP_PORT=0', () => {
  let project: Project;

  before(() => {
    project = makeProject({ 'src/main.js': SERVER });
  });
  afterEach(killLeftPrograms);
  after(() => project.remove());

  const URL_LINE = /^covermain: http: (http:\/\/127\.0\.0\.1:\d+)\r?$/m;

  async function assertLogged(program: Program): Promise<void> {
    const [, url] = await program.printed(URL_LINE);
    assert.match(program.stderr(), URL_LINE);
    const response = await fetch(`${url}/v1/cover/status`);
    assert.equal(response.status, 200);
    program.signalGroup('SIGTERM');
    await program.exitCode;
    assert.equal(program.output().match(/http: http:/g)?.length, 1);
  }

  it('logs the URL once under covermain run', async () => {
    const command = ['node', 'src/main.js', 'start'];
    await assertLogged(startCovermain(project, ['run', '--no-report', '--http-port', '0', ...command]));
  });

  it('logs the URL once under covermain manual', async () => {
    await assertLogged(startCovermain(project, ['manual', '--yes', '--http-port', '0']));
  });

  it('logs nothing without a port', async () => {
    const program = startCovermain(project, ['run', '--no-report', 'node', '-e', '0']);
    assert.equal(await program.exitCode, 0);
    assert.doesNotMatch(program.output(), /http:/);
  });
});

describe('the end of a run', () => {
  let project: Project;

  before(() => {
    project = makeProject({ 'src/main.js': 'export function main() {}' });
  });
  after(() => project.remove());

  const reportLineOf = async (...reporters: readonly string[]) => {
    const flags = reporters.flatMap((name) => ['--reporter', name]);
    const program = startCovermain(project, ['run', ...flags, 'node', 'src/main.js']);
    assert.equal(await program.exitCode, 0, program.output());
    return /report:.*/.exec(program.stderr())?.[0];
  };

  it('names the report directory and the reporters that wrote files there', async () => {
    assert.equal(await reportLineOf('text', 'json', 'html'), 'report:  coverage (json, html)');
  });

  it('names no directory if all reporters print to stdout', async () => {
    assert.equal(await reportLineOf('text', 'text-summary'), undefined);
  });
});
