/** Finds out which containers of a pod have agents, where its specification does not show it. */
import { CovermainError } from '../../platform/errors.js';
import { type AgentLink, NoTargetError } from '../target.js';

/** A container that may have an agent. */
export interface CandidateContainer {
  readonly name: string;
  /** @throws CovermainError `AGENT_NOT_FOUND` if it has none */
  open(signal: AbortSignal): Promise<AgentLink>;
}

/**
 * Opens a container of a pod. A container without an agent is no target if another one of the pod has an agent.
 *
 * @param name of the container
 * @throws NoTargetError; the error of the candidate
 */
export async function openCandidate(
  candidates: readonly CandidateContainer[],
  name: string,
  signal: AbortSignal,
): Promise<AgentLink> {
  const candidate = candidates.find((one) => one.name === name);
  if (candidate === undefined) throw new Error(`there is no container ${name}`);
  try {
    return await candidate.open(signal);
  } catch (error) {
    if (!isWithoutAgent(error)) throw error;
    const others = candidates.filter((one) => one !== candidate);
    for (const other of others) if (await hasAgent(other, signal)) throw new NoTargetError('it has no agent');
    throw error;
  }
}

async function hasAgent(candidate: CandidateContainer, signal: AbortSignal): Promise<boolean> {
  try {
    await (await candidate.open(signal)).close();
    return true;
  } catch (error) {
    // Whether it has an agent is unknown then. Its own row says why.
    return !isWithoutAgent(error);
  }
}

function isWithoutAgent(error: unknown): boolean {
  return error instanceof CovermainError && error.code === 'AGENT_NOT_FOUND';
}
