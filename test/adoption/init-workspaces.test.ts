/** Tests `covermain init` in repositories with several packages, installed by npm, pnpm and Yarn 1. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import {
  addJsonReport,
  measureUntilCtrlC,
  measureUntilTimeout,
  readAllFiles,
  runCommand,
  type Window,
} from '../support/adopted-project.js';
import { installDependencies, PACKAGE_MANAGERS, pathWithManagers } from '../support/package-managers.js';
import { packRepository } from '../support/packed-package.js';
import { killLeftPrograms } from '../support/program.js';
import { makeScratchProject, type Project } from '../support/project.js';
import { workspaceFiles } from '../support/starters/workspace.js';

for (const manager of PACKAGE_MANAGERS) {
  describe(`covermain init in a workspace of ${manager.name}`, () => {
    const init = [...manager.execute, 'covermain', 'init', '--yes'] as const;
    let project: Project;
    let service: string;
    let PATH: string;
    let duration: number;

    before(function () {
      const { workspaceVersion, files: more } = manager;
      const { tarball } = packRepository();
      project = makeScratchProject(workspaceFiles({ workspaceVersion, more, tarball }));
      service = project.path('services/api');
      PATH = pathWithManagers(this);
      installDependencies(this, project.root, manager);
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    /** Returns the window that the command after `Next:` opens. */
    function nextWindow(output: string, cwd: string): Window {
      const [, command] = /^Next:\n +MANUAL_INTEGRATION=1 (.+)$/m.exec(output) ?? [];
      assert.ok(command?.startsWith(manager.run[0]), output);
      return {
        command: ['sh', '-c', `exec ${command}`],
        cwd,
        package: service,
        answers: 'src/main.ts',
        env: { PATH },
      };
    }

    it('sets up the only app of the workspace when it is called at the root', async () => {
      const output = runCommand(project.root, init, { PATH });
      assert.match(output, /services\/api/);
      assert.ok(existsSync(project.path('services/api/test-manual/main.ts')));
      addJsonReport(project.path('services/api/.nycrc'));
      duration = await measureUntilCtrlC(project, nextWindow(output, project.root));
    });

    it('changes nothing more when it is called in the package', async () => {
      const before = readAllFiles(project.root);
      const output = runCommand(service, init, { PATH });
      assert.deepEqual(readAllFiles(project.root), before);
      await measureUntilTimeout(project, nextWindow(output, service), 1000 + duration);
    });
  });
}
