/** Executes the scripts of the workflows on docs/ci.md in the repository of a pull request. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { type Project, REPOSITORY } from '../support/project.js';
import { makeFixture } from '../support/transcripts.js';
import { parseWorkflowCommand } from '../support/workflow-commands.js';

interface WorkflowStep {
  readonly name?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: { readonly coverage: { readonly steps: readonly WorkflowStep[] } };
}

interface GitLabJobs {
  readonly coverage: {
    readonly script: readonly string[];
    readonly coverage: string;
    readonly artifacts: { readonly reports: { readonly coverage_report: { readonly path: string } } };
  };
}

const [workflow, jobs] = [
  ...readFileSync(join(REPOSITORY, 'docs/ci.md'), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms),
].map(([, text = '']) => load(text)) as [Workflow, GitLabJobs];

describe('the workflows of docs/ci.md', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await makeFixture('pull-request');
    const all =
      "import { main } from '../src/main.js'; const app = await main(); await import('./e2e.js'); app.close();";
    writeFileSync(project.path('test/e2e-all.js'), all);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Executes a script as the systems do: it ends with the first command that fails. */
  async function execute(script: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
    const program = start(project, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      env: { CI: 'true', NO_COLOR: '1', ...env },
    });
    await program.exitCode;
    return program;
  }

  async function executeStep(name: string): Promise<{ readonly step: Program; readonly summary: string }> {
    const { run = '' } = workflow.jobs.coverage.steps.find((step) => step.name === name) ?? {};
    assert.notEqual(run, '', `no step ${name}`);
    const file = project.path(`${name.replaceAll(' ', '-')}.md`);
    writeFileSync(file, '');
    const step = await execute(run, { GITHUB_STEP_SUMMARY: file, GITHUB_BASE_REF: 'main' });
    assert.equal(await step.exitCode, 0, step.output());
    return { step, summary: readFileSync(file, 'utf8') };
  }

  it('test the running app, and end it, in GitHub Actions', async () => {
    const { step, summary } = await executeStep('Test the running app');
    assert.match(step.stdout(), /^\/refund 500$/m);
    assert.match(step.stderr(), /the window ends: stop request/);
    assert.equal(summary, '');
  });

  it('report coverage and write a summary in GitHub Actions', async () => {
    const { step, summary } = await executeStep('Report coverage');
    assert.match(step.stdout(), /^All files +\|/m);
    assert.match(summary, /^\n### Coverage\n/);
    assert.ok(existsSync(project.path('coverage/index.html')));
  });

  it('mark the missed lines of the pull request in GitHub Actions', async () => {
    const { step, summary } = await executeStep('Report coverage of changed lines');
    const commands = step
      .stdout()
      .split('\n')
      .flatMap((line) => parseWorkflowCommand(line) ?? []);
    assert.deepEqual(
      commands.map(({ name, properties }) => [name, properties.file, properties.line, properties.endLine]),
      [['warning', 'src/total.js', '12', '13']],
    );
    assert.match(summary, /^\n### Coverage of changed lines\n/);
  });

  it('measure, report and compare in GitLab', async () => {
    const { script, coverage, artifacts } = jobs.coverage;
    const own = script.filter((command) => command !== 'npm ci').join('\n');
    const program = await execute(own, { CI_MERGE_REQUEST_DIFF_BASE_SHA: 'main' });
    assert.equal(await program.exitCode, 0, program.output());
    const [, percentage] = new RegExp(coverage.slice(1, -1)).exec(program.stdout()) ?? [];
    assert.ok(Number(percentage) > 50, program.stdout());
    const report = readFileSync(project.path(artifacts.reports.coverage_report.path), 'utf8');
    assert.match(report, /<!DOCTYPE coverage SYSTEM .*filename="src\/total\.js"/s);
  });
});
