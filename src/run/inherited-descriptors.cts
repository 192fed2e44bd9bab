/**
 * File descriptors above 2 that this process has inherited, such as sockets, locks and the IPC channel of a parent. They
 * are meant for the program that `covermain run` starts.
 *
 * The executable calls `keepDescriptors` before the event loop turns, because Node reads an IPC channel from the first
 * turn on, and covermain opens descriptors of its own later.
 */
import fs = require('node:fs');

interface IpcChannel {
  readonly descriptor: number;
  /** Value of `NODE_CHANNEL_SERIALIZATION_MODE`. */
  readonly serialization: string;
}

/** Methods and properties of Node's handle of the channel that are used here. */
interface ChannelHandle {
  readStop?: () => void;
}

let kept: readonly number[] = [];
let channel: IpcChannel | undefined;

/** Matches Node options that run code before the main script. */
const PRELOADS = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)(?=[\s=]|$)/;

/**
 * Remembers the descriptors, and stops reading the IPC channel, so that the program gets all messages.
 *
 * @param isMain whether the caller is the main script. If other code ran before, a descriptor may be one that this code
 *   opened: then only the IPC channel is passed on.
 */
function keepDescriptors(isMain: boolean): void {
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  const descriptor = (process.channel as { readonly fd?: number } | undefined)?.fd;
  if (isMain && !PRELOADS.test(options)) kept = findInheritedDescriptors();
  else kept = descriptor === undefined ? [] : [descriptor];
  if (descriptor === undefined) return;
  const handle = propertyBySymbol(process, 'kChannelHandle') as ChannelHandle | undefined;
  handle?.readStop?.();
  const isJson = handle === undefined || propertyBySymbol(handle, 'kJSONBuffer') !== undefined;
  channel = { descriptor, serialization: isJson ? 'json' : 'advanced' };
}

/** Returns the inherited descriptors above 2, without the one of the IPC channel's own use by Node. */
function inheritedDescriptors(): readonly number[] {
  return kept;
}

/** Returns the IPC channel of the parent, if it has opened one. */
function inheritedChannel(): IpcChannel | undefined {
  return channel;
}

/** Closes the descriptors in this process, so that only the program holds them. */
function releaseDescriptors(): void {
  if (channel && process.connected) {
    // A worker of `node:cluster` exits when it is disconnected.
    process.removeAllListeners('disconnect');
    process.disconnect();
  }
  for (const descriptor of kept) if (descriptor !== channel?.descriptor) fs.closeSync(descriptor);
  kept = [];
  channel = undefined;
}

/**
 * Node opens its own descriptors at the lowest free numbers, first an event queue, and then only event queues, `/dev/null`
 * and pipes of which it holds both ends. So all descriptors below the first event queue are inherited, and above it those
 * of other kinds.
 */
function findInheritedDescriptors(): readonly number[] {
  const open = listDescriptors();
  const firstQueue = open.find(({ kind }) => kind === 'event queue')?.descriptor ?? 0;
  const ends = new Map<bigint, number>();
  for (const { kind, node } of open) if (kind === 'pipe') ends.set(node, (ends.get(node) ?? 0) + 1);
  return open
    .filter(({ descriptor, kind, node }) => {
      if (descriptor < firstQueue || kind === 'other') return true;
      return kind === 'pipe' && ends.get(node) === 1;
    })
    .map(({ descriptor }) => descriptor);
}

interface OpenDescriptor {
  readonly descriptor: number;
  readonly kind: 'event queue' | 'null device' | 'pipe' | 'other';
  /** Inode number. */
  readonly node: bigint;
}

/** Returns the open descriptors above 2 in ascending order; none on systems that do not list them. */
function listDescriptors(): readonly OpenDescriptor[] {
  if (process.platform === 'win32') return [];
  const names = readDirectory('/dev/fd').map(Number);
  const descriptors = names.filter((descriptor) => descriptor > 2).sort((a, b) => a - b);
  return descriptors.flatMap((descriptor) => describeDescriptor(descriptor) ?? []);
}

function describeDescriptor(descriptor: number): OpenDescriptor | undefined {
  try {
    // After ordinary stats of a pipe, `require` follows no symbolic links (https://github.com/nodejs/node/issues/51142).
    const stats = fs.fstatSync(descriptor, { bigint: true });
    return { descriptor, kind: kindOf(stats), node: stats.ino };
  } catch {
    return undefined; // the descriptor that has read the list is closed by now
  }
}

function kindOf(stats: fs.BigIntStats): OpenDescriptor['kind'] {
  if (stats.isFIFO()) return 'pipe';
  if (stats.isCharacterDevice())
    return stats.rdev === fs.statSync('/dev/null', { bigint: true }).rdev ? 'null device' : 'other';
  const isKnown = stats.isFile() || stats.isSocket() || stats.isDirectory() || stats.isBlockDevice();
  return isKnown ? 'other' : 'event queue';
}

function readDirectory(path: string): readonly string[] {
  try {
    return fs.readdirSync(path);
  } catch {
    return [];
  }
}

function propertyBySymbol(object: object, description: string): unknown {
  const symbol = Object.getOwnPropertySymbols(object).find((one) => one.description === description);
  return symbol && (object as Record<symbol, unknown>)[symbol];
}

export = { keepDescriptors, inheritedDescriptors, inheritedChannel, releaseDescriptors };
