/** Tests `covermain init` in apps of many frameworks: each gets a window that works, and keeps its build. */
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
import { installPacked } from '../support/packed-package.js';
import { killLeftPrograms } from '../support/program.js';
import { makeScratchProject, type Project } from '../support/project.js';
import { STARTERS } from '../support/starters/index.js';

for (const starter of STARTERS) {
  describe(`covermain init sets up ${starter.title}`, () => {
    const window: Window = { command: ['npm', 'run', 'cover:manual'], answers: starter.answers };
    let project: Project;
    let output: string;
    let built: readonly string[];
    let duration: number;

    before(function () {
      project = makeScratchProject(starter.files);
      installPacked(project.root, starter.packages, this);
      built = build();
      output = runCommand(project.root, ['npx', 'covermain', 'init', '--yes']);
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    /** Builds the app. @returns the paths of the compiled files */
    function build(): readonly string[] {
      if (starter.build) runCommand(project.root, starter.build);
      const dist = project.path('dist');
      return existsSync(dist) ? [...readAllFiles(dist).keys()].sort() : [];
    }

    it('says what it recognized, and shows its changes', () => {
      for (const pattern of starter.recognized) assert.match(output, pattern);
      assert.match(output, /^\+ *"cover:manual": "covermain manual"/m);
      assert.match(output, new RegExp(`^\\+\\+\\+ .*${starter.harness}$`, 'm'));
      assert.ok(existsSync(project.path(starter.harness)));
    });

    it('changes nothing the second time', () => {
      const before = readAllFiles(project.root);
      const again = runCommand(project.root, ['npx', 'covermain', 'init', '--yes']);
      assert.deepEqual(readAllFiles(project.root), before);
      assert.doesNotMatch(again, /^[+-]/m);
    });

    it('opens a window that counts requests until Ctrl+C', async () => {
      addJsonReport(project.path('.nycrc'));
      duration = await measureUntilCtrlC(project, window);
    });

    // A timeout ends a window the same way in every app.
    if (starter.build) {
      it('opens a window that counts requests until its timeout', async () => {
        await measureUntilTimeout(project, window, 1000 + duration);
      });

      it('does not change what the build writes', () => {
        assert.deepEqual(build(), built);
      });
    }
  });
}
