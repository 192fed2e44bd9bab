/** The app's main thread: it counts, has an agent once it lives for longer, and writes the last profile. */
import { constants } from 'node:os';
import { CovermainError, describeError } from '../platform/errors.js';
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnNow, warnOnce } from '../platform/warn.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { openMetaStore } from '../profile/store/meta-store.js';
import { appendRunEvent, type ProcessEndEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { type AgentControl, createAgentControl } from './agent-control.js';
import { installCounters } from './counters.js';
import { installCoverageView } from './coverage-view.js';
import { createForeignCounters } from './foreign-counters.js';
import { keepMeta, receiveUnwritten } from './keep-meta.js';
import { installMeasuredProcess } from './measured-process.js';
import { createPendingCommands, type PendingCommands } from './pending-commands.js';
import { onProcessEnd } from './process-end.js';
import { createProcessHeader, currentTime } from './process-header.js';
import type { Slab } from './threads/slab.js';
import { sumSlabs } from './threads/sum-slabs.js';
import { openChannel, type ThreadChannel, type ThreadMessage } from './threads/thread-channel.js';
import { writeWithoutAgent } from './write-without-agent.js';

export interface MainThread {
  /** Before this thread starts another in which code is loaded. */
  expectThreads(): void;
}

export function installMainThread(run: RunContext): MainThread {
  const header = createProcessHeader(run);
  const words = sharedState();
  const metas = openMetaStore(run.directory);
  const unwritten: Uint8Array[] = [];
  const keepUnwritten = (meta: Uint8Array) => {
    unwritten.push(meta);
    metas.add(meta);
  };
  receiveUnwritten((meta) => {
    keepUnwritten(meta);
    agent.post({ type: 'meta', bytes: meta });
  });
  const own = installCounters(
    (slab) => agent.post({ type: 'slab', slab }),
    () => agent.expect(),
  );
  const others: Slab[] = [];
  const stops = new Set<() => void>();

  let channel: ThreadChannel | undefined;
  const open = () => {
    channel ??= openChannel(receive);
    return channel;
  };
  /** The agent hears other threads by itself once it has begun; what it gets twice it passes over. */
  const receive = (message: ThreadMessage) => {
    switch (message.type) {
      case 'slab':
        others.push(message.slab);
        agent.expect();
        return agent.post(message);
      case 'meta':
        keepUnwritten(message.bytes);
        return agent.post(message);
      case 'command':
        agent.start();
        return agent.post(message);
      case 'reply':
        return commands.settle(message);
      case 'stop':
        return end();
      case 'agent-unavailable':
        return;
      default:
        message satisfies never;
    }
  };
  /** The windows; where there are none, the process, which its signals spare. */
  const end = () => {
    if (stops.size === 0) process.exit(128 + constants.signals.SIGTERM);
    for (const stop of stops) stop();
  };
  const agent: AgentControl = createAgentControl({
    run,
    data() {
      open().receive();
      return { run, header, slabs: [...own.slabs, ...others], metas: unwritten };
    },
    onRead: () => bringForeign(),
    events: {
      onFailure(why) {
        failAll(why);
        warnNow(`process ${process.pid} has no agent, so it is only counted to its end: ${why}`);
      },
      onEnd: () => failAll('the agent of this process has ended'),
    },
  });
  /** In other threads, too: they would wait, and keep the process alive. */
  const failAll = (why: string) => {
    commands.failAll(why);
    open().send({ type: 'agent-unavailable', reason: why });
  };
  const commands: PendingCommands = createPendingCommands({
    send(request) {
      bringForeign();
      agent.start();
      agent.post(request);
    },
    onWaiting: (isWaiting) => open().hold(isWaiting),
  });

  const read = (): CountersProfile => {
    channel?.receive();
    return { ...header, end: currentTime(), files: sumSlabs([...own.slabs, ...others]) };
  };
  const readForeign = installCoverageView({ root: run.root, metas, read });
  const bringForeign = createForeignCounters({
    root: run.root,
    read: readForeign,
    countersOf: own.countersOf,
    keep: (meta) => keepMeta(run.directory, meta),
  });
  installMeasuredProcess({
    ask: commands.ask,
    startAgent: () => agent.start(),
    openWindow(onStop) {
      stops.add(onStop);
      Atomics.store(words, SHARED_STATE.window, 1);
      agent.start();
      return () => {
        stops.delete(onStop);
        Atomics.store(words, SHARED_STATE.window, stops.size > 0 ? 1 : 0);
      };
    },
  });

  const { signal, isSignalResetting } = run.controls;
  const onDumpSignal = () => {
    // Where nothing is measured, nobody can have meant this process.
    if (own.slabs.length + others.length === 0) return;
    commands.ask({ type: isSignalResetting ? 'reset' : 'dump' }).catch(warnOnce);
  };
  /** What to tell the run log. */
  const writeLast = (isOver: boolean): ProcessEndEvent['event'] => {
    bringForeign();
    // What the event loop has had no time to take: the agent did not hear it either, unless it had begun by then.
    if (agent.hasStarted()) channel?.receive();
    const finished = agent.finish(isOver);
    if (finished !== 'silent') return finished;
    const profile = read();
    if (profile.files.length === 0) return 'nothing counted';
    const resets = Atomics.load(words, SHARED_STATE.resets);
    // Only the agent knows where the epoch began: what it flushed last has to do.
    if (resets > 0)
      throw new Error('its agent has failed, and what was counted after its last flush is lost');
    writeWithoutAgent(run.directory, profile, metas);
    return 'written';
  };
  onProcessEnd({
    act(isOver) {
      const { pid } = process;
      try {
        appendRunEvent(run.log, { event: writeLast(isOver), pid });
      } catch (error) {
        // That something cannot be written was said before, mostly.
        if (error instanceof CovermainError) warnOnce(error);
        else warnNow(`the counts of process ${pid} are lost: ${describeError(error)}`);
        appendRunEvent(run.log, { event: 'lost', pid });
      }
    },
    ...(signal === null ? {} : { dump: { signal, act: onDumpSignal } }),
  });
  return { expectThreads: () => void open() };
}
