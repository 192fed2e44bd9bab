/** What profiles are collected from: agents on other machines, and how they are reached. */
import { CovermainError } from '../platform/errors.js';

/** One agent, or the agents of one container, that profiles are collected from. */
export interface CollectTarget {
  /** Unique in a collection: `namespace/pod/container`, a URL, a directory. */
  readonly id: string;
  readonly pod: string | null;
  readonly container: string | null;
  /** Identifier of the pod. A new pod can have the name of an earlier one. */
  readonly uid: string | null;
  /** Number of times that the container was restarted until now. */
  readonly restarts: number | null;
  /** Opens a connection. @throws CovermainError with the reason why there is none; NoTargetError if the target has no agent */
  open(signal: AbortSignal): Promise<AgentLink>;
}

/** An open connection to the agents of a target. */
export interface AgentLink {
  /**
   * Sends an HTTP request and returns the complete responses: one per run of the target. HTTP returns one; the private sockets
   * of a container may return several.
   *
   * @throws CovermainError if there is no complete response
   */
  request(request: TargetRequest): Promise<readonly TargetResponse[]>;
  /** Ends the connection. Never rejects. */
  close(): Promise<void>;
}

export interface TargetRequest {
  readonly method: string;
  /** Path with its query, such as `/v1/cover/status`. */
  readonly path: string;
  /** Text to send as JSON. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Maximum number of bytes of a response's body. A larger response is an error. @default MAX_RESPONSE_BYTES */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

export interface TargetResponse {
  readonly status: number;
  readonly body: Buffer;
}

/** Maximum size of a response in bytes: an archive of a large program has a few megabytes. */
export const MAX_RESPONSE_BYTES = 2 ** 28;

/** Thrown for a target that turns out to have no agent and need not have one. It is skipped, and nothing is missing. */
export class NoTargetError extends CovermainError {
  override readonly name = 'NoTargetError';

  constructor(message: string) {
    super('AGENT_NOT_FOUND', message);
  }
}

/** A pod or container that a collection leaves out. */
export interface SkippedTarget {
  readonly pod: string;
  readonly container: string | null;
  /** Such as `it is being deleted`. */
  readonly reason: string;
}

export interface ListedTargets {
  readonly targets: readonly CollectTarget[];
  readonly skipped: readonly SkippedTarget[];
}

/** Lists the targets that exist now. `--watch` calls it in each round. @throws CovermainError if they cannot be listed */
export type ListTargets = (signal: AbortSignal) => Promise<ListedTargets>;
