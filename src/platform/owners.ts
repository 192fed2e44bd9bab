/** Compares the owners of files with the user of this process. Windows has no user ids: every file there is its own. */
import type { Stats } from 'node:fs';

/** The owner of a file. */
type Owner = Pick<Stats, 'uid'>;

const ROOT = 0;

/** Returns the effective user id of this process; `undefined` on Windows. */
export function currentUser(): number | undefined {
  return process.geteuid?.();
}

/** Whether this process has the rights of root. */
export function isRoot(): boolean {
  return currentUser() === ROOT;
}

/** Whether a file belongs to the user of this process. */
export function isOwn({ uid }: Owner): boolean {
  const user = currentUser();
  return user === undefined || uid === user;
}

/** Whether a file belongs to the user of this process or to root, who can change the files of that user anyway. */
export function isOwnOrRoot(owner: Owner): boolean {
  return isOwn(owner) || owner.uid === ROOT;
}

/** Returns the owner as a noun, such as "the user with id 1000". */
export function describeOwner({ uid }: Owner): string {
  return uid === ROOT ? 'root' : `the user with id ${uid}`;
}
