/** Formats numbers and times for the page. */
import { groupDigits } from '../../view/line-words.js';

/** Returns a whole percentage. It is `100%` only if everything is covered, and `0%` only if nothing is. */
export function formatShare(covered: number, total: number): string {
  if (total <= 0) return '–';
  // A quotient of integers is exact where a product of fractions is not: (57 / 100) * 100 is less than 57.
  const percent = Math.floor((covered * 100) / total);
  return covered > 0 && percent === 0 ? '<1%' : `${percent}%`;
}

/** Returns a percentage with one decimal. It is `100%` only if everything is covered. */
export function formatExactPercent(covered: number, total: number): string {
  if (total <= 0) return '–';
  if (covered >= total) return '100%';
  return `${(Math.floor((covered * 1000) / total) / 10).toFixed(1)}%`;
}

/** Returns `1 file` or `2 files`. */
export function formatQuantity(value: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(value)} ${value === 1 ? noun : plural}`;
}

/** Returns a duration such as `8s`, `3m 05s` or `2h 07m`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (value: number) => String(value).padStart(2, '0');
  if (days > 0) return `${days}d ${two(hours % 24)}h`;
  if (hours > 0) return `${hours}h ${two(minutes % 60)}m`;
  if (minutes > 0) return `${minutes}m ${two(seconds % 60)}s`;
  return `${seconds}s`;
}

/** Returns the local time of day, such as `14:03:20`, or the text itself if it is no time. */
export function formatTimeOfDay(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((value) => String(value).padStart(2, '0'))
    .join(':');
}

/** Returns the local date and time, such as `2026-11-30 14:03:20`, or the text itself if it is no time. */
export function formatDateTime(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((value) =>
    String(value).padStart(2, '0'),
  );
  return `${day.join('-')} ${formatTimeOfDay(time)}`;
}
