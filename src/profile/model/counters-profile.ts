/** The counters of one process in one epoch, and the header that identifies the process. */
import { isProfilePackage, type ProfilePackage } from './profile-package.js';

/** Identifies a process and the time in which it counted. */
export interface ProcessHeader {
  /**
   * Identifier of the run: letters, digits, `-` and `_`. Containers that write to one directory need different runs,
   * because their pids can be equal.
   */
  readonly run: string;
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly host: string;
  readonly pod: string | null;
  /** Version of Node, as in `process.version`. */
  readonly node: string;
  /** Git commit hash of the code that ran, if known. */
  readonly commit: string | null;
  readonly label: string | null;
  /** Package whose root the paths in the metas are relative to. Profiles of earlier versions do not have it. */
  readonly package?: ProfilePackage;
  /** Absolute path of that root on the machine that ran. Profiles of earlier versions do not have it. */
  readonly root?: string;
  /**
   * Start of the epoch, as `Date.toISOString` formats it. No other epoch of the process starts in this millisecond.
   */
  readonly start: string;
  /** Time at which the counters were read, in the same format. */
  readonly end: string;
  /** File names of the profiles that a merged profile contains, including the parts of merged profiles among them. */
  readonly parts?: readonly string[];
}

export interface FileCounters {
  /** Hash of the meta that describes the counters. */
  readonly meta: string;
  /** One counter per probe of the meta: integers from 0 to 2^53 - 1. */
  readonly counters: ArrayLike<number>;
}

export interface CountersProfile extends ProcessHeader {
  readonly files: readonly FileCounters[];
}

/** Validators of all fields of a header, in the order in which the fields are written. */
const FIELDS: Readonly<Record<keyof Required<ProcessHeader>, (value: unknown) => boolean>> = {
  run: (value) => isText(value) && /^[\w-]{1,128}$/.test(value),
  pid: isPid,
  ppid: isPid,
  argv: (value) => Array.isArray(value) && value.every(isText),
  cwd: isText,
  host: isText,
  pod: isTextOrNull,
  node: isText,
  commit: isTextOrNull,
  label: isTextOrNull,
  package: (value) => value === undefined || isProfilePackage(value),
  root: (value) => value === undefined || isText(value),
  start: isTime,
  end: isTime,
  parts: (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
};

const NAMES = Object.keys(FIELDS) as readonly (keyof ProcessHeader)[];

/** Returns the first field that is missing or has an invalid value, or `undefined` for a valid header. */
export function findInvalidField(header: Readonly<Record<string, unknown>>): keyof ProcessHeader | undefined {
  return NAMES.find((name) => !FIELDS[name](header[name]));
}

/** Returns only the fields of a header, always in the same order. */
export function pickHeader(header: ProcessHeader): ProcessHeader {
  const present = NAMES.filter((name) => header[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, header[name]])) as unknown as ProcessHeader;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isPid(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Accepts only the format of `toISOString`, because such times sort as text. */
function isTime(value: unknown): boolean {
  const time = isText(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
