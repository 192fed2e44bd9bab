/**
 * Runs commands as a second local user. Only root can do that, on a system with users, so tests that need it are pending
 * elsewhere.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import type { Context } from 'mocha';

/** User and group id that no account needs to have. */
export const SECOND_USER = { uid: 65533, gid: 65533 } as const;

/** Why commands cannot run as the second user; `undefined` if they can. */
const HINDRANCE = findHindrance();

function findHindrance(): string | undefined {
  if (process.geteuid?.() !== 0) return 'only root can run commands as another user';
  const { status, error } = spawnSync('/bin/sh', ['-c', ':'], SECOND_USER);
  return status === 0
    ? undefined
    : `no command can run as user ${SECOND_USER.uid}: ${error?.message ?? status}`;
}

/** Makes the running test pending, with the reason in its title, unless commands can run as the second user. */
export function requireSecondUser(context: Context): void {
  if (HINDRANCE === undefined) return;
  const { test } = context;
  if (test) test.title += ` (pending: ${HINDRANCE})`;
  context.skip();
}

export interface SecondUserOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a command as the second user and waits for its end. Node can run there: its binary is readable by everybody. */
export function runAsSecondUser(
  [program, ...args]: readonly [string, ...string[]],
  { cwd = '/', env = process.env, input = '' }: SecondUserOptions = {},
): SpawnSyncReturns<string> {
  return spawnSync(program, args, { ...SECOND_USER, cwd, env, input, encoding: 'utf8', timeout: 60_000 });
}

/** Calls a function with the rights of the second user, in this process. */
export function asSecondUser<Result>(act: () => Result): Result {
  const user = process.geteuid?.() ?? 0;
  process.seteuid?.(SECOND_USER.uid);
  try {
    return act();
  } finally {
    process.seteuid?.(user);
  }
}

/** Gives a file or directory to the second user. */
export function giveToSecondUser(path: string, mode?: number): void {
  chownSync(path, SECOND_USER.uid, SECOND_USER.gid);
  if (mode !== undefined) chmodSync(path, mode);
}
