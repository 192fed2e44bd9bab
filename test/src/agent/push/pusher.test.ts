/** Tests what the pushes of a process contain, one after the other. */
import assert from 'node:assert/strict';
import { openPusher } from '../../../../src/agent/push/pusher.js';
import { openUnpushedEpochs } from '../../../../src/agent/push/unpushed-epochs.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';
import { makeProject, type Project } from '../../../support/project.js';
import { epochsOf, startPushServer } from '../../../support/push-server.js';

const META = metaOf();

/** Returns an epoch that counts hits of the first probe. @param second of the minute in which it starts and ends */
function epochOf(second: number, end: number, hits: number) {
  const time = (seconds: number) => `2025-01-02T03:04:0${seconds}.000Z`;
  return profileOf([countersOf(META, [hits, 0, 0])], { start: time(second), end: time(end) });
}

describe('the pushes of a process', () => {
  let project: Project;

  before(() => {
    project = makeProject({});
  });
  after(() => project.remove());

  it('replace an epoch that was closed at an earlier reading while it was pushed', async () => {
    const closed = openUnpushedEpochs(project.root);
    const metas = openMetaStore(project.root);
    metas.add(encodeMeta(META));
    // A client has collected one hit, and acknowledges that while two are pushed: the second one belongs to the next epoch.
    let profile = epochOf(0, 2, 2);
    let reading = 1;
    const server = await startPushServer((response, attempt) => {
      if (attempt === 0) {
        closed.add(epochOf(0, 3, 1));
        profile = epochOf(3, 4, 1);
        reading += 1;
      }
      response.writeHead(204, { 'Covermain-Metas': 'keep' }).end();
    });
    const url = `${server.origin}/p`;
    const pusher = openPusher({
      push: { url, timeout: 5_000, occasion: 'flush', token: null, needsToken: false },
      header: profile,
      recorder: { profile: () => profile, readings: () => reading },
      metas,
      closed,
      describeFile: () => '',
    });
    try {
      for (let push = 0; push < 3; push++) await pusher.pushNow(5_000);
      const ends = server.received.map((push) =>
        epochsOf(push).map(({ start, end, files }) => [
          start.slice(17, 19),
          end.slice(17, 19),
          files[0]?.counters[0],
        ]),
      );
      assert.deepEqual(ends, [
        [['00', '02', 2]],
        [
          ['00', '03', 1],
          ['03', '04', 1],
        ],
      ]);
    } finally {
      await server.close();
    }
  });
});
