/**
 * Serves agents, each on a port of its own: real recorders, actions and routes, whose counters are generated. Arguments: the number of
 * the first agent, the number of agents, and an absolute directory. Prints the URLs as JSON, and ends with its stdin.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createProcessActions } from '../../src/agent/actions/process-actions.js';
import { createRunActions } from '../../src/agent/actions/run-actions.js';
import { openUncollectedFiles } from '../../src/agent/actions/uncollected-files.js';
import { createHttpApp } from '../../src/agent/http/routes.js';
import { createServer } from '../../src/agent/http/serve.js';
import { openCounterTotals } from '../../src/agent/recording/counter-totals.js';
import { openProfileWriter } from '../../src/agent/recording/profile-writer.js';
import { openRecorder } from '../../src/agent/recording/recorder.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import type { ProcessHeader } from '../../src/profile/model/counters-profile.js';
import { openMetaStore } from '../../src/profile/store/meta-store.js';
import { makeDirectory } from '../../src/profile/store/write-profile.js';
import { openCollectedFiles } from '../../src/run-log/collected-files.js';
import { journalOf } from '../../src/run-log/journal.js';
import { allocateCounters, newSlab } from '../../src/runtime/threads/slab.js';
import { countsOf } from '../profiles/program.js';
import { PROGRAM } from './program.js';

const [first = '0', count = '0', root = ''] = process.argv.slice(2);
const onFailure = (error: unknown) => {
  throw error;
};

const METAS = PROGRAM.modules.map(({ meta }) => encodeMeta(meta));

const urls: string[] = [];
for (let agent = Number(first); agent < Number(first) + Number(count); agent++)
  urls.push(await serveAgent(agent));
console.log(JSON.stringify(urls));
process.stdin.resume().once('end', () => process.exit());

async function serveAgent(agent: number): Promise<string> {
  const directory = join(root, `agent-${agent}`);
  makeDirectory(directory);
  const { files, ...counted } = countsOf(PROGRAM, agent);
  const header: ProcessHeader = { ...counted, run: `run-${agent}`, pid: 1 };
  const journal = journalOf(directory, header.run);
  const metas = openMetaStore(directory);
  for (const bytes of METAS) metas.add(bytes);
  const collected = openCollectedFiles({ directory, journal, onFailure });
  const counterTotals = openCounterTotals();
  const requests = files.map(({ meta, counters }) => ({ meta, probes: counters.length }));
  const slab = newSlab(requests, { thread: 0, number: 0 });
  let offset = 0;
  const values = allocateCounters(slab, requests) ?? new Uint32Array();
  for (const { counters } of files) {
    values.set(counters, offset);
    offset += counters.length;
  }
  counterTotals.add(slab);
  const writer = openProfileWriter({
    metas,
    home: directory,
    onFailure,
    onCollectedWritten: collected.addFile,
  });
  const recorder = openRecorder({
    header,
    directory,
    counterTotals,
    writer,
    onReset() {},
    onEpochCollected: (file) => collected.addEpoch(header.pid, file),
    onFileCollected: collected.addFile,
  });
  const own = createProcessActions({
    header,
    directory,
    recorder,
    metas,
    version: '0.0.0',
    threads: () => 1,
    stop() {},
    lastFlush: () => null,
    http: () => null,
    warnings: () => [],
  });
  const actions = createRunActions({
    own,
    header,
    peers: { others: async () => [], pids: () => [], isFirst: async () => true, askAll: async () => [] },
    watch: async function* () {},
    uncollected: openUncollectedFiles({ directory, run: header.run, machine: header, collected, onFailure }),
    run: header.run,
    directory,
    journal,
    onFailure,
  });
  const server = createServer(createHttpApp(actions, { root, token: null, isPrivate: false, onFailure }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
