/** What one process counted in one epoch, and which process that was. */

/** Who counted, where and when. */
export interface ProcessHeader {
  /** Of letters, digits, `-` and `_`. Containers that write to one directory need a run each: their pids are alike. */
  readonly run: string;
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly host: string;
  readonly pod: string | null;
  /** Node's version, as `process.version` has it. */
  readonly node: string;
  /** Git's hash of the code that ran, where known. */
  readonly commit: string | null;
  readonly label: string | null;
  /** When the epoch began, as `Date.toISOString` has it. No other epoch of the process begins in this millisecond. */
  readonly start: string;
  /** When the counters were read. */
  readonly end: string;
  /** Of a merged profile: names of the files that were added up, and of those that they were made of. */
  readonly parts?: readonly string[];
}

export interface FileCounters {
  /** The hash of the meta that says what the counters count. */
  readonly meta: string;
  /** One for each probe of the meta: integers from 0 to 2^53 - 1. */
  readonly counters: ArrayLike<number>;
}

export interface CountersProfile extends ProcessHeader {
  readonly files: readonly FileCounters[];
}

/** Every field of a header, in the order in which it is written, and whether a value may stand in it. */
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
  start: isTime,
  end: isTime,
  parts: (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
};

const NAMES = Object.keys(FIELDS) as readonly (keyof ProcessHeader)[];

/** The first field that is missing or holds what it may not, or `undefined` for a whole header. */
export function findInvalidField(header: Readonly<Record<string, unknown>>): keyof ProcessHeader | undefined {
  return NAMES.find((name) => !FIELDS[name](header[name]));
}

/** The fields of a header and no others, always in the same order. */
export function pickHeader(header: ProcessHeader): ProcessHeader {
  const given = NAMES.filter((name) => header[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, header[name]])) as unknown as ProcessHeader;
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

/** Only what `toISOString` gives: such times sort as text. */
function isTime(value: unknown): boolean {
  const time = isText(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
