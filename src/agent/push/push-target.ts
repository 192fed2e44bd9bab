/** Where a push goes: the URL with its placeholders filled in. */
import { fileTimeOf } from '../../platform/file-time.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import type { PushPlaceholder } from '../../settings/push-url.js';

/** Address of one request. Text of the URL stays as it is, because the query of a presigned URL contains a signature. */
export interface PushTarget {
  readonly isSecure: boolean;
  /** Host name or address; an IPv6 address has no brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

/** Appended to a path that ends with a slash. */
const DEFAULT_NAME = '{pod}.{run}.{pid}';

/**
 * Fills in the placeholders of a valid URL, and a name if its path ends with a slash.
 *
 * @param url as `pushUrlOf` returns it
 * @param time of the push, in milliseconds
 */
export function pushTargetOf(
  url: string,
  { pod, host, run, pid }: Pick<ProcessHeader, 'pod' | 'host' | 'run' | 'pid'>,
  time: number,
): PushTarget {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const [, path = '', query = ''] = /^\w+:\/\/[^/?]*([^?]*)(.*)$/.exec(url) ?? [];
  const named = path === '' || path.endsWith('/') ? `${path || '/'}${DEFAULT_NAME}` : path;
  const values: Readonly<Record<PushPlaceholder, string>> = {
    pod: pod ?? host,
    run,
    pid: `${pid}`,
    time: fileTimeOf(new Date(time).toISOString()),
  };
  const filled = `${named}${query}`.replace(/\{(\w+)\}/g, (_, name: PushPlaceholder) => encode(values[name]));
  const defaultPort = isSecure ? 443 : 80;
  return {
    isSecure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    path: filled,
  };
}

/** A segment of dots alone would lead to another directory. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}
