/** Measures the peak of this process's memory. Linux only; elsewhere the peak is the current size. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Memory above which garbage of earlier cases is collected first, in bytes. */
const MUCH_GARBAGE = 250 * 2 ** 20;

/** Starts a measurement. Returns the current size in bytes. */
export function resetPeakMemory(): number {
  if (process.memoryUsage.rss() > MUCH_GARBAGE) globalThis.gc?.();
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Another system, or a container that forbids it: then peaks of earlier cases hide smaller ones.
  }
  return process.memoryUsage.rss();
}

/** Returns the greatest size since the last reset, in bytes. */
export function readPeakMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? process.memoryUsage.rss() : Number(kilobytes) * 1024;
  } catch {
    return process.memoryUsage.rss();
  }
}

/** Describes memory that a command took. @param growth in bytes */
export function memoryProblem(growth: number): string {
  return `memory grew by ${Math.round(growth / 2 ** 20)} MB`;
}

export function isMemoryProblem(problem: string): boolean {
  return /\bmemory grew by \d+ MB$/.test(problem);
}
