/** The commands that combine profiles describe their result in one JSON document. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { intersectCommand } from '../../../src/commands/intersect.js';
import { type MergeCommandOptions, mergeCommand } from '../../../src/commands/merge.js';
import { subtractCommand } from '../../../src/commands/subtract.js';
import type { MergeDocument } from '../../../src/operations/documents.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { call } from '../../support/commands.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the commands that combine profiles', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({});
    writeProfiles('one', [1, 2]);
    writeProfiles('two', [3]);
  });

  afterEach(() => project.remove());

  /** Writes profiles of one file, which was measured in two versions. */
  function writeProfiles(directory: string, pids: readonly number[]): void {
    const path = project.path(directory);
    mkdirSync(path, { recursive: true });
    const metas = ['1', '2'].map((version) => metaOf({ path: 'src/a.js', sourceHash: version.repeat(64) }));
    for (const meta of metas) writeMeta(path, encodeMeta(meta));
    for (const pid of pids)
      writeCounters(
        path,
        profileOf(
          metas.map((meta) => countersOf(meta, new Uint32Array(meta.probes).fill(1))),
          { pid },
        ),
      );
  }

  async function documentOf(
    command: (options: MergeCommandOptions) => Promise<number>,
    inputs: readonly string[],
    options: Partial<MergeCommandOptions> = {},
  ) {
    const called = await call(command, project.root, {
      inputs,
      output: 'out',
      json: true,
      environment: {},
      ...options,
    });
    assert.equal(called.exitCode, 0, String(called.error));
    return { document: JSON.parse(called.printed) as MergeDocument, logged: called.said };
  }

  it('print the number of profiles and files, and the merged sessions', async () => {
    writeProfiles(sessionDirectoryOf('one', 'Log in'), [1]);
    const { document, logged } = await documentOf(mergeCommand, ['one', 'two']);
    assert.deepEqual(document, {
      output: project.path('out'),
      profiles: 3,
      files: 1,
      sessions: ['Log in'],
      warnings: [],
    });
    assert.deepEqual(logged, []);
  });

  it('count a merged profile as the profiles it was made from', async () => {
    await documentOf(mergeCommand, ['one', 'two']);
    const { document } = await documentOf(mergeCommand, ['out'], { output: 'again' });
    assert.equal(document.profiles, 3);
  });

  it('repeat the logged warnings in the document', async () => {
    writeFileSync(project.path('one/covcounters.x.9.2025-01-02T03-04-05-678Z'), 'corrupt');
    const { document, logged } = await documentOf(mergeCommand, ['one', 'two'], { force: true });
    assert.equal(document.warnings.length, 1);
    assert.match(document.warnings[0] ?? '', /covcounters\.x\.9\./);
    assert.deepEqual(logged, document.warnings);
  });

  for (const command of [subtractCommand, intersectCommand])
    it(`print the number of profiles of all inputs: ${command.name}`, async () => {
      const { document } = await documentOf(command, ['one', 'two']);
      assert.deepEqual(document, {
        output: project.path('out'),
        profiles: 3,
        files: 1,
        sessions: [],
        warnings: [],
      });
    });
});
