/** Watches a program by the server of the live page, with a client that reads what an open page reads. */
import { openLiveServer } from '../../src/live/live-server.js';
import { openRunModel } from '../../src/live/open-run-model.js';
import { readNycConfig } from '../../src/project/nyc-config.js';
import { createLineSplitter } from '../../src/view/line-splitter.js';
import type { FileRow, RunMessage } from '../../src/view/messages.js';
import { answerWatchOrders } from './watching.js';

answerWatchOrders(async ({ root }, onMessage) => {
  const onFailure = (error: unknown) => console.error(error);
  const model = openRunModel({ root, config: await readNycConfig(root), environment: {}, onFailure });
  await model.ready;
  const { url, token } = await openLiveServer({ model, onFailure });
  const linesOf = async function* (path: string) {
    const response = await fetch(new URL(path, url), { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok || !response.body) throw new Error(`${path} failed: ${await response.text()}`);
    const { split } = createLineSplitter();
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream()))
      for (const line of split(chunk)) if (line !== '') yield line;
  };
  const readFile = async (path: string) => {
    for await (const line of linesOf(`/api/file?view=run&path=${encodeURIComponent(path)}`)) {
      JSON.parse(line);
      onMessage();
    }
  };
  let isFileOpen = false;
  for await (const line of linesOf('/api/run?view=run')) {
    const message = JSON.parse(line) as RunMessage;
    onMessage();
    if (message.type !== 'rows' || message.rows.length === 0 || isFileOpen) continue;
    isFileOpen = true;
    // Each request runs some of it.
    const covered = (row: FileRow) => row.parts[0]?.[0] ?? 0;
    const busiest = message.rows.reduce((most, row) => (covered(row) > covered(most) ? row : most));
    readFile(busiest.path).catch(onFailure);
  }
});
