import { messageOf } from './errors.js';

/**
 * Returns why a connection failed, as a clause. An attempt at several addresses of a host has an error for each, and no message of
 * its own.
 */
export function connectionReasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return connectionReasonOf(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  return messageOf(error) || code || 'the connection failed';
}
