/**
 * Faults that a test makes the fake API server have.
 *
 * kubectl hides some faults that have `times: 1`: it repeats a GET whose reused connection was closed without an answer,
 * and it repeats an exec or a port-forward over SPDY if the one over WebSockets was refused.
 */
import type { Duplex } from 'node:stream';
import type { ApiRequest } from './api-requests.js';

export interface Fault {
  /** Requests that have the fault. All fields that are given must match. `pods/exec` names a subresource. */
  readonly verb?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly matches?: (request: ApiRequest) => boolean;
  /** Number of requests that have the fault. Default: all. */
  readonly times?: number;
  /** Called before the request is answered, for example to remove a pod. The answer waits for it. */
  readonly before?: (request: ApiRequest) => void | Promise<void>;
  /** Milliseconds until the request is answered. */
  readonly delay?: number;
  /** Never answers. */
  readonly hangs?: boolean;
  /** Answers with this HTTP status and a Status object. */
  readonly status?: number;
  /** Message of the Status object. */
  readonly message?: string;
  /** Closes the connection after this number of bytes of the answer (of an upgraded connection, too). 0: no answer. */
  readonly dropAfter?: number;
  /** Closes an upgraded connection when the client has sent this number of bytes after the request. */
  readonly dropAfterReceived?: number;
}

/** Takes the first fault that a request has, and counts it. */
export function takeFault(faults: Fault[], request: ApiRequest): Fault | undefined {
  const index = faults.findIndex((fault) => hasFault(fault, request));
  const fault = faults[index];
  if (fault?.times === undefined) return fault;
  if (fault.times <= 1) faults.splice(index, 1);
  else faults[index] = { ...fault, times: fault.times - 1 };
  return fault;
}

function hasFault({ verb, resource, name, matches }: Fault, request: ApiRequest): boolean {
  const subresource = request.subresource === null ? '' : `/${request.subresource}`;
  return (
    (verb === undefined || verb === request.verb) &&
    (resource === undefined || resource === `${request.resource}${subresource}`) &&
    (name === undefined || name === request.name) &&
    (matches === undefined || matches(request))
  );
}

/** Makes a socket close itself after a number of written bytes. */
export function dropAfterBytes(socket: Duplex, limit: number): void {
  let left = limit;
  if (left === 0) {
    socket.destroy();
    return;
  }
  const write = socket.write.bind(socket);
  const limited = (chunk: string | Buffer, ...rest: unknown[]): boolean => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const done = rest.find((value): value is (error?: Error | null) => void => typeof value === 'function');
    if (bytes.length < left) {
      left -= bytes.length;
      return write(bytes, done);
    }
    const last = bytes.subarray(0, left);
    left = 0;
    if (last.length > 0) write(last, () => socket.destroy());
    done?.();
    return false;
  };
  socket.write = limited as typeof socket.write; // One signature for the overloads of write().
}

/** Makes a socket close itself after a number of received bytes. What arrives together with the last one is lost. */
export function dropAfterReceivedBytes(socket: Duplex, limit: number): void {
  let left = limit;
  const push = socket.push.bind(socket);
  socket.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    left -= chunk?.length ?? 0;
    if (left > 0 || chunk === null) return push(chunk, encoding);
    socket.destroy();
    return false;
  };
}
