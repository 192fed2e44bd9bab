/** The events of the run log. */
import {
  isAbsolutePath,
  isCount,
  isFlag,
  isPid,
  isText,
  isTextList,
  isThreadId,
  isTime,
  orEmpty,
} from '../platform/value-checks.js';
import { createEventReader } from './event-fields.js';
import { isPathRule, type PathRule } from './exclusion-rules.js';
import { isLoadFailureCode, type LoadFailure } from './unmeasured.js';
import { isUnusableMapCode, type UnusableMap } from './unusable-map.js';

/** `file` is an absolute path, `thread` Node's `threadId` (0 is the main thread). */
export type RunEvent =
  | UnsupportedNodeEvent
  | V8CoverageEvent
  | ProcessStartEvent
  | WindowEvent
  | AgentFailedEvent
  | HttpBoundEvent
  | ProcessEndEvent
  | LoadEvent
  | UnmeasuredEvent
  | UnusableMapEvent
  | EvaluatedEvent
  | ThreadEvent
  | SkipEvent;

/** A process has loaded the hooks. */
export interface ProcessStartEvent {
  readonly event: 'process started';
  readonly pid: number;
  /** As `Date.toISOString` formats it. */
  readonly at: string;
  /** Command line, cut to a readable length. */
  readonly command: string;
  readonly ppid?: number;
  /** `process.argv`, without its last elements if it is long. */
  readonly argv?: readonly string[];
  readonly cwd?: string;
  /** Version of Node, as in `process.version`. */
  readonly node?: string;
}

/** A harness file opened its window in this process. */
export interface WindowEvent {
  readonly event: 'window opened';
  readonly pid: number;
}

/** The agent of a process could not start or has crashed, so that no command reaches the process. */
export interface AgentFailedEvent {
  readonly event: 'agent failed';
  readonly pid: number;
  readonly reason: string;
}

/** The agent of a process has bound the HTTP port of the run. */
export interface HttpBoundEvent {
  readonly event: 'http bound';
  readonly pid: number;
  /** Such as `http://127.0.0.1:7777`. */
  readonly url: string;
}

/**
 * A process ended in order. `written`: it has written all its counts. `nothing counted`: nothing that it loaded ran, so
 * there was nothing to write. `lost`: it could not write.
 */
export interface ProcessEndEvent {
  readonly event: 'written' | 'nothing counted' | 'lost';
  readonly pid: number;
}

/** A thread loaded a file of the project. */
export interface LoadEvent {
  readonly event: 'loaded';
  readonly pid: number;
  readonly thread: number;
  readonly file: string;
  readonly measured: boolean;
}

/** A selected file was loaded without counters. */
export interface UnmeasuredEvent extends LoadFailure {
  readonly event: 'not measured';
  readonly pid: number;
  readonly file: string;
}

/** A file was loaded whose source map cannot be used. If it is measured, it is counted as it stands. */
export interface UnusableMapEvent extends UnusableMap {
  readonly event: 'source map unusable';
  readonly pid: number;
  readonly file: string;
  readonly measured: boolean;
}

/** A file was loaded that evaluates modules from strings, without source maps by which they could be counted. */
export interface EvaluatedEvent {
  readonly event: 'evaluated without map';
  readonly pid: number;
  readonly file: string;
  /** Absolute paths of the selected sources of these modules. */
  readonly sources: readonly string[];
}

/** A thread started to run code of the app, has covermain's hooks, or exited by itself. */
export interface ThreadEvent {
  readonly event: 'thread started' | 'thread hooked' | 'thread exited';
  readonly pid: number;
  readonly thread: number;
}

/** A process or thread ran in a version of Node that is too old for the hooks. */
export interface UnsupportedNodeEvent {
  readonly event: 'unsupported node';
  readonly pid: number;
  /** Such as `v14.21.3`. */
  readonly version: string;
  /** Oldest supported version, such as `20.19`. */
  readonly minimum: string;
}

/** V8's own coverage is collected in a process: by Node's test runner, or for another tool by `NODE_V8_COVERAGE`. */
export interface V8CoverageEvent {
  readonly event: 'v8 coverage';
  readonly pid: number;
}

/**
 * A thread loaded files that are excluded by their paths. Later events of the thread with the same rule replace earlier
 * ones.
 */
export interface SkipEvent {
  readonly event: 'skipped';
  readonly pid: number;
  readonly thread: number;
  readonly rule: PathRule;
  /** Number of files so far. */
  readonly files: number;
  /** Absolute path of the first of them. */
  readonly example: string;
}

/** Matches the URL of a port, without a path. */
const HTTP_URL = /^http:\/\/[\w.:[\]-]{1,300}$/;

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && HTTP_URL.test(value);
}

const PROCESS_FIELDS = { pid: isPid };
const THREAD_FIELDS = { pid: isPid, thread: isThreadId };

/** Reads a parsed line of a run log. */
export const toRunEvent = createEventReader<RunEvent>({
  'process started': {
    ...PROCESS_FIELDS,
    at: isTime,
    command: isText,
    ppid: orEmpty(isCount, undefined),
    argv: orEmpty(isTextList, undefined),
    cwd: orEmpty(isText, undefined),
    node: orEmpty(isText, undefined),
  },
  'agent failed': { ...PROCESS_FIELDS, reason: isText },
  'http bound': { ...PROCESS_FIELDS, url: isHttpUrl },
  'window opened': PROCESS_FIELDS,
  written: PROCESS_FIELDS,
  'nothing counted': PROCESS_FIELDS,
  lost: PROCESS_FIELDS,
  loaded: { ...THREAD_FIELDS, file: isAbsolutePath, measured: isFlag },
  'not measured': {
    pid: isPid,
    file: isAbsolutePath,
    code: isLoadFailureCode,
    detail: orEmpty(isText, null),
  },
  'evaluated without map': { pid: isPid, file: isAbsolutePath, sources: isTextList },
  'source map unusable': {
    pid: isPid,
    file: isAbsolutePath,
    measured: isFlag,
    code: isUnusableMapCode,
    detail: orEmpty(isText, null),
    sources: isTextList,
  },
  'thread started': THREAD_FIELDS,
  'thread hooked': THREAD_FIELDS,
  'thread exited': THREAD_FIELDS,
  skipped: { ...THREAD_FIELDS, rule: isPathRule, files: isCount, example: isAbsolutePath },
  'v8 coverage': PROCESS_FIELDS,
  'unsupported node': { pid: isPid, version: isText, minimum: isText },
});

/** Events after which a process records nothing. */
export const PROCESS_ENDS: ReadonlySet<RunEvent['event']> = new Set<ProcessEndEvent['event']>([
  'written',
  'nothing counted',
  'lost',
]);
