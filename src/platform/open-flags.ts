/**
 * Flags of `open` that do not exist on Windows; they are 0 there. Without `O_NONBLOCK`, opening a named pipe waits for its
 * other end.
 */
import { constants } from 'node:fs';

export const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0, O_NOCTTY = 0 } = constants;
