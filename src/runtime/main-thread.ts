/** Wires the runtime of the app's main thread. It counts, starts the agent, and writes the last profile. */
import { constants } from 'node:os';
import { sharedState } from '../platform/shared-state.js';
import { warnNow, warnOnce } from '../platform/warn.js';
import { openMetaStore } from '../profile/store/meta-store.js';
import type { RunContext } from '../settings/run-context.js';
import { type AgentControl, createAgentControl } from './agent-control.js';
import { installCounters } from './counters.js';
import { installCoverageView } from './coverage-view.js';
import { createForeignCounters } from './foreign-counters.js';
import { createLastProfileWriter } from './last-profile.js';
import { handleMainThreadMessage } from './main-thread-messages.js';
import { installMeasuredProcess } from './measured-process.js';
import { createMetaKeeper } from './meta-keeper.js';
import { createPendingCommands, type PendingCommands } from './pending-commands.js';
import { onProcessEnd } from './process-end.js';
import { createProcessHeader, currentTime } from './process-header.js';
import type { ThreadRuntime } from './thread-runtime.js';
import { createLazyChannel } from './threads/lazy-channel.js';
import { createSlabRegistry } from './threads/slab-registry.js';
import { sumSlabs } from './threads/sum-slabs.js';
import { createUnwrittenMetas } from './unwritten-metas.js';
import { createWindowRegistry } from './window-registry.js';

export function installMainThread(run: RunContext): ThreadRuntime {
  const header = createProcessHeader(run);
  const metas = openMetaStore(run.directory);
  const unwrittenMetas = createUnwrittenMetas(metas);
  const slabs = createSlabRegistry();
  const windows = createWindowRegistry(sharedState());
  const stopProgram = () => {
    // This process does not die of its own signals (see endProgram in src/agent/), so it exits as after SIGTERM.
    if (!windows.stopAll()) process.exit(128 + constants.signals.SIGTERM);
  };

  // The parts below call each other, so some callbacks name a part that is created later. None runs before all exist.
  const channel = createLazyChannel((message) =>
    handleMainThreadMessage(message, { slabs, unwrittenMetas, agent, commands, stopProgram }),
  );
  const failCommands = (reason: string) => {
    commands.failAll(reason);
    // Commands of other threads would wait for ever, and keep the process alive.
    channel.send({ type: 'agent-unavailable', reason });
  };
  const agent: AgentControl = createAgentControl({
    run,
    data() {
      channel.open();
      channel.receive();
      return { run, header, slabs: slabs.all(), metas: unwrittenMetas.all() };
    },
    onRead: () => copyForeignCounters(),
    events: {
      onFailure(reason) {
        failCommands(reason);
        warnNow(`Process ${process.pid}: the agent failed (${reason}). ${WITHOUT_AGENT}`);
      },
      onEnd: () => failCommands('the agent of this process has ended'),
    },
  });
  const commands: PendingCommands = createPendingCommands({
    send(request) {
      copyForeignCounters();
      agent.start();
      agent.post(request);
    },
    onWaiting: channel.hold,
  });

  const metaKeeper = createMetaKeeper(run.directory, (bytes) => {
    unwrittenMetas.add(bytes);
    agent.post({ type: 'meta', bytes });
  });
  const countersOf = installCounters((slab) => {
    slabs.addOwn(slab);
    agent.post({ type: 'slab', slab });
  }, agent.expect);
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
  const { signal, isSignalResetting } = run.controls;
  const dumpOnSignal = () => {
    // The signal was not meant for a process in which nothing is measured.
    if (slabs.all().length === 0) return;
    commands
      .ask({ type: isSignalResetting ? 'reset' : 'dump' })
      .catch((error) => warnOnce('signal-dump', error));
  };
  onProcessEnd({
    act: createLastProfileWriter({ run, metas, agent, channel, copyForeignCounters, readProfile }),
    dump: signal === null ? undefined : { signal, act: dumpOnSignal },
  });
  return { expectThreads: channel.open, metaKeeper };
}

const WITHOUT_AGENT = 'Its coverage is written only when it exits.';
