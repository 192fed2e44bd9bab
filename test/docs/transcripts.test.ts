/** Executes the transcripts of the documentation (see test/support/transcripts.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { killLeftPrograms } from '../support/program.js';
import { type Project, REPOSITORY } from '../support/project.js';
import { compareTranscript, makeFixture, readBlocks, writeBlock } from '../support/transcripts.js';

const PAGES = ['README.md', ...listPages('docs'), ...listPages('examples')];

for (const page of PAGES) {
  const blocks = readBlocks(readFileSync(join(REPOSITORY, page), 'utf8'));
  if (blocks.length === 0) continue;
  describe(`the transcripts of ${page}`, function () {
    this.timeout(180_000);
    const projects = new Map<string, Project>();

    after(() => {
      killLeftPrograms();
      for (const project of projects.values()) project.remove();
    });

    for (const block of blocks) {
      const action = block.file === undefined ? 'print what line' : `write ${block.file} of line`;
      it(`${action} ${block.line} shows`, async () => {
        const project = projects.get(block.fixture) ?? (await makeFixture(block.fixture));
        projects.set(block.fixture, project);
        if (block.file === undefined) await compareTranscript(project, block);
        else writeBlock(project, block);
      });
    }
  });
}

/** Returns the Markdown files in a directory, relative to the repository. */
function listPages(directory: string): readonly string[] {
  return readdirSync(join(REPOSITORY, directory), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)))
    .sort();
}
