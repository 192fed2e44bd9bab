/**
 * How the app, and the harness around it, reach the runtime of their own process: by a global symbol, since they and
 * the preload are loaded apart. Where nothing is measured, there is none.
 */
import type { AgentCommand, CommandResults } from './threads/agent-commands.js';

const KEY = Symbol.for('covermain.process');

export interface MeasuredProcess {
  /** Asks the agent, which is started if need be. @throws CovermainError what the agent refuses */
  ask<Asked extends AgentCommand>(command: Asked): Promise<CommandResults[Asked['ask']]>;
  /** At once, and not only when the process has lived for a moment. */
  startAgent(): void;
  /**
   * From now on a request to stop ends the window, and not the program.
   *
   * @returns what is called once it has ended
   */
  openWindow(onStop: () => void): () => void;
}

const place = globalThis as { [KEY]?: MeasuredProcess };

/** `undefined` where this thread is not measured. */
export function measuredProcess(): MeasuredProcess | undefined {
  return place[KEY];
}

export function installMeasuredProcess(measured: MeasuredProcess): void {
  Object.defineProperty(globalThis, KEY, { value: measured, configurable: true });
}
