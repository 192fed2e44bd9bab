/**
 * The interface by which the app and the harness reach the runtime of their own process. It is kept under a global
 * symbol, because the preload, the app and the harness each load their own copy of covermain's modules.
 */
import type { AgentCommand, CommandResults } from './threads/agent-commands.js';

const KEY = Symbol.for('covermain.process');

export interface MeasuredProcess {
  /**
   * Sends a command to the agent, and starts the agent first if it is not running yet.
   *
   * @throws CovermainError with the code of the agent's refusal; `AGENT_FAILED` without an agent
   */
  ask<Command extends AgentCommand>(command: Command): Promise<CommandResults[Command['type']]>;
  /** Starts the agent now, instead of after the usual delay. */
  startAgent(): void;
  /**
   * Registers a window. While it is open, a stop request calls `onStop` and does not end the process.
   *
   * @returns a function that unregisters the window
   */
  openWindow(onStop: () => void): () => void;
}

const globals = globalThis as { [KEY]?: MeasuredProcess };

/** Returns the runtime of this thread, or `undefined` if the thread is not measured. */
export function measuredProcess(): MeasuredProcess | undefined {
  return globals[KEY];
}

export function installMeasuredProcess(measured: MeasuredProcess): void {
  Object.defineProperty(globalThis, KEY, { value: measured, configurable: true });
}
