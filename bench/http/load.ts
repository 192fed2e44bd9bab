/** Starts the process that loads a server. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadResult } from './generator.js';

export interface LoadGenerator {
  /** Loads a server, one order at a time. */
  readonly load: (order: LoadOrder) => Promise<LoadResult>;
  readonly close: () => void;
}

export function startLoadGenerator(): LoadGenerator {
  const generator = fork(new URL('./generator.ts', import.meta.url), { stdio: 'inherit' });
  const failed = once(generator, 'exit').then(() => Promise.reject(new Error('the load generator failed')));
  failed.catch(() => undefined); // it also exits when it is killed
  return {
    async load(order) {
      generator.send(order);
      const [result] = await Promise.race([once(generator, 'message'), failed]);
      return result as LoadResult;
    },
    close: () => void generator.kill(),
  };
}
