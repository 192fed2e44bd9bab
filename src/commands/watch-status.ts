/** `covermain status --watch`: shows the state of the measured processes until Ctrl+C. */
import { type FindAgentsOptions, findAgents } from '../agent/peers/find-agents.js';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { compareSockets } from '../agent/peers/socket-path.js';
import { waitFor } from '../platform/abortable-waits.js';
import { escapeJson } from '../platform/escape-terminal.js';
import { listProjectRoots } from '../project/package.js';
import { durationOf } from '../settings/duration.js';
import { pauseFor } from '../view/pause-for.js';
import type { AgentOptions } from './ask-agents.js';
import { type Colors, NO_COLORS } from './colors.js';
import { printLines } from './print.js';
import type { Screen } from './screen.js';
import { explainUnmeasured, listUnmeasured } from './unmeasured-processes.js';
import {
  fingerprintOf,
  formatWatched,
  type Look,
  NOTHING_RUNS,
  NOTHING_WATCHED,
  updateWatched,
  type WatchedStatus,
} from './watched-status.js';

/** Options of every command that goes on until Ctrl+C, and may draw on a terminal. */
export interface WatchOptions {
  /** Ends the command when it is aborted. */
  readonly signal: AbortSignal;
  /** Opens the terminal. @default there is none */
  readonly openScreen?: () => Screen | undefined;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
}

export interface WatchStatusOptions extends AgentOptions, WatchOptions {
  /** Time between two looks: a duration such as `2s`, or true for a second. */
  readonly watch: string | true;
  /** Returns the lines about one process that are printed where there is no terminal. */
  readonly describe: (status: ProcessStatus) => readonly string[];
}

const DEFAULT_INTERVAL = 1_000;

/** Milliseconds. Each look asks every process. */
const MINIMUM_INTERVAL = 100;

/** Milliseconds in which an agent has to answer. The others are shown without it. */
const TIMEOUT = 2_000;

/**
 * Shows the processes that the options select: in place on a terminal, and elsewhere again when something has changed. With
 * `--json` it prints a `StatusDocument` on a line when something has changed.
 *
 * @returns the exit code
 * @throws SettingError for an invalid interval
 */
export async function watchStatus(options: WatchStatusOptions): Promise<number> {
  const { watch, signal } = options;
  const interval = intervalOf(watch);
  const view = openView(options);
  let watched = NOTHING_WATCHED;
  try {
    while (!signal.aborted) {
      watched = updateWatched(watched, await waitFor(look(options), signal));
      view.show(watched);
      await pauseFor(interval, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    view.close();
  }
  return 0;
}

function intervalOf(watch: string | true): number {
  if (watch === true) return DEFAULT_INTERVAL;
  const range = { minimum: MINIMUM_INTERVAL, example: '2s' };
  return durationOf({ '--watch': watch }, '--watch', range) ?? DEFAULT_INTERVAL;
}

interface View {
  readonly show: (watched: WatchedStatus) => void;
  readonly close: () => void;
}

function openView(options: WatchStatusOptions): View {
  const { json, openScreen, colors = NO_COLORS } = options;
  const screen = json ? undefined : openScreen?.();
  if (screen) return { show: (watched) => screen.draw(formatWatched(watched, colors)), close: screen.close };
  const print = json ? printDocument : printBlock;
  let shown: string | undefined;
  const show = (watched: WatchedStatus) => {
    const fingerprint = fingerprintOf(watched);
    if (fingerprint !== shown) print(watched, options);
    shown = fingerprint;
  };
  return { show, close: () => {} };
}

function printDocument({ running }: WatchedStatus, { print }: WatchStatusOptions): void {
  print(escapeJson(JSON.stringify(running.map(({ status }) => status))), 'document');
}

/** Prints a block that ends with an empty line. */
function printBlock({ running, ended, notes }: WatchedStatus, options: WatchStatusOptions): void {
  const rest = [
    ...(running.length === 0 ? [NOTHING_RUNS] : []),
    ...ended.map(({ pid }) => `process ${pid} has ended`),
    ...notes,
  ];
  const lines = running.flatMap(({ status }) => options.describe(status));
  printLines(options.print, rest.length === 0 ? lines : [...lines, ...rest, '']);
}

/** Asks all agents once. Unlike other commands, it does not wait for processes that have just started: the next look finds them. */
async function look(options: WatchStatusOptions): Promise<Look> {
  const { cwd, run, pid } = options;
  const roots = listProjectRoots(cwd);
  const isSelected = (one: { readonly pid: number }) => pid === undefined || one.pid === pid;
  const notes: string[] = [];
  const silent = new Set<number>();
  const find: FindAgentsOptions = {
    ...(run === undefined ? {} : { run }),
    timeout: TIMEOUT,
    onSilent(socket, reason) {
      if (!isSelected(socket)) return;
      silent.add(socket.pid);
      notes.push(`Process ${socket.pid} does not answer: ${reason}`);
    },
  };
  const found = (await Promise.all(roots.map((root) => findAgents(root, find)))).flat().filter(isSelected);
  if (found.length === 0)
    notes.push(
      ...listUnmeasured(options).map(
        (one) => `Process ${one.start.pid} has no measured file. ${explainUnmeasured(one)}`,
      ),
    );
  return { statuses: found.sort(compareSockets).map(({ status }) => status), silent, notes };
}
