/** Wires the runtime of the app's main thread. It counts, starts the agent, and writes the last profile. */
import { constants } from 'node:os';
import { withRealFiles } from '../platform/mocked-files.js';
import { sharedState, shareState } from '../platform/shared-state.js';
import { openMetaStore } from '../profile/store/meta-store.js';
import type { RunContext } from '../settings/run-context.js';
import { type AgentControl, createAgentControl } from './agent-control.js';
import { createAgentFailures } from './agent-failures.js';
import { installCounters } from './counters.js';
import { installCoverageView } from './coverage-view.js';
import { createDumpSignal } from './dump-signal.js';
import { onFirstOutput } from './first-output.js';
import { createForeignCounters } from './foreign-counters.js';
import { createLastProfileWriter } from './last-profile.js';
import { createLastPush } from './last-push.js';
import { handleMainThreadMessage } from './main-thread-messages.js';
import { installMeasuredProcess } from './measured-process.js';
import { createMetaKeeper } from './meta-keeper.js';
import { createPendingCommands, type PendingCommands } from './pending-commands.js';
import { type DeadlySignals, onProcessEnd } from './process-end.js';
import { createProcessHeader, currentTime } from './process-header.js';
import type { ThreadRuntime } from './thread-runtime.js';
import { createLazyChannel, type LazyChannel } from './threads/lazy-channel.js';
import { createSlabRegistry } from './threads/slab-registry.js';
import { sumSlabs } from './threads/sum-slabs.js';
import { createWindowRegistry } from './window-registry.js';

export function installMainThread(run: RunContext): ThreadRuntime {
  const header = createProcessHeader(run);
  const metas = openMetaStore(run.directory, { receive: () => channel.receive() });
  const slabs = createSlabRegistry();
  const windows = createWindowRegistry(sharedState());
  const stopProgram = () => {
    // This process does not die of its own signals (see endProgram in src/agent/), so it exits as after SIGTERM.
    if (!windows.stopAll()) process.exit(128 + constants.signals.SIGTERM);
  };

  // The parts below call each other, so some callbacks name a part that is created later. None runs before all exist.
  const channel: LazyChannel = createLazyChannel((message) =>
    handleMainThreadMessage(message, { slabs, metas, agent, commands, stopProgram }),
  );
  const agentFailures = createAgentFailures(run.log, () => commands, channel);
  const agent: AgentControl = createAgentControl({
    run,
    data() {
      channel.open();
      channel.receive();
      return {
        run,
        header,
        slabs: slabs.all(),
        endedThreads: slabs.endedThreads(),
        metas: metas.all(),
      };
    },
    onRead: () => copyForeignCounters(),
    events: {
      onFailure: agentFailures.onFailure,
      onEnd() {
        agentFailures.onEnd();
        signals.takeBack();
      },
      onNotice(notice) {
        if (notice.type === 'receiving') signals.handOver();
        else signals.onSignal(notice.signal);
      },
    },
    onExpected: () => onFirstOutput(signals.receive),
    onBlocked: () => signals.leave(),
  });
  const commands: PendingCommands = createPendingCommands({
    send(request) {
      copyForeignCounters();
      agent.start();
      agent.post(request);
    },
    onWaiting: channel.hold,
  });

  const metaKeeper = createMetaKeeper((meta) => {
    metas.add(meta.bytes, meta.hash);
    agent.post({ type: 'meta', ...meta });
  });
  const onActivity = () => {
    agent.expect();
    return !signals.handOver() || !agent.hasStarted();
  };
  const countersOf = installCounters((slab) => {
    slabs.addOwn(slab);
    agent.post({ type: 'slab', slab });
  }, onActivity);
  const readProfile = () => {
    channel.receive();
    return { ...header, end: currentTime(), files: sumSlabs(slabs.all()) };
  };
  const { root } = run;
  const readForeign = installCoverageView({ root, metas, read: readProfile });
  const copyForeignCounters = createForeignCounters({ root, read: readForeign, countersOf, metaKeeper });

  installMeasuredProcess({
    ask: commands.ask,
    startAgent: agent.start,
    openWindow(onStop) {
      const close = windows.open(onStop);
      agent.start();
      return close;
    },
  });
  const lastPush = createLastPush(run, metas.all);
  const writeLastProfile = createLastProfileWriter({
    run,
    metas,
    agent,
    channel,
    copyForeignCounters,
    readProfile,
    lastPush,
  });
  let beforeEnd = () => {};
  const signals: DeadlySignals = onProcessEnd({
    onSurvival() {
      agent.post({ type: 'resume' });
      lastPush?.restoreTime();
    },
    onEnd(end) {
      withRealFiles(() => {
        beforeEnd();
        writeLastProfile(end);
      });
    },
    dump: createDumpSignal(run, slabs, commands),
  });
  return {
    expectThread() {
      shareState();
      channel.open();
    },
    expectBlocking: agent.expectBlocking,
    watchKill: signals.watchKill,
    beforeEnd(record) {
      beforeEnd = record;
    },
    threadEnded(thread) {
      slabs.endThread(thread);
      agent.post({ type: 'thread ended', thread });
    },
    metaKeeper,
  };
}
