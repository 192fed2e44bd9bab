/** Describes what keeps the process alive, from Node's diagnostic report. */

/** Properties used of a report's `libuv` entries: https://nodejs.org/docs/latest-v20.x/api/report.html */
interface Handle {
  readonly type: string;
  readonly is_active: boolean;
  readonly is_referenced?: boolean;
  readonly localEndpoint?: Endpoint | null;
  readonly remoteEndpoint?: Endpoint | null;
  readonly pid?: number;
  readonly filename?: string;
}

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Returns a phrase for each open handle, such as a listening server, a connection or a child, and one for all timers. */
export function stillOpen(): readonly string[] {
  const handles = readHandles().filter((handle) => handle.is_active && handle.is_referenced);
  const timers = process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
  const phrases = handles.map(describeHandle).filter((phrase) => phrase !== undefined);
  return [...new Set(timers > 0 ? [...phrases, `${timers} timer${timers > 1 ? 's' : ''}`] : phrases)];
}

function readHandles(): readonly Handle[] {
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  const { excludeNetwork } = report;
  report.excludeNetwork = true; // prevents reverse DNS look-ups, which can take seconds
  try {
    return (report.getReport() as unknown as { libuv: readonly Handle[] }).libuv;
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}

function describeHandle({ type, localEndpoint, remoteEndpoint, pid, filename }: Handle): string | undefined {
  switch (type) {
    case 'tcp':
      return remoteEndpoint
        ? `a connection ${formatEndpoint(localEndpoint)} – ${formatEndpoint(remoteEndpoint)}`
        : `a server listening on ${formatEndpoint(localEndpoint)}`;
    case 'process':
      return `a child process (pid ${pid})`;
    case 'fs_event':
      return `a watcher of ${filename}`;
    case 'timer': // counted separately, because all timers of Node share one timer of libuv
    case 'loop':
      return undefined;
    default:
      return `a handle of type ${type}`;
  }
}

function formatEndpoint(endpoint: Endpoint | null | undefined): string {
  return endpoint ? `${endpoint.host}:${endpoint.port}` : 'an unknown address';
}
