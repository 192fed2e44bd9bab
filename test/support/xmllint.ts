/** Checks XML with libxml2's xmllint, which knows DTDs. */
import { spawnSync } from 'node:child_process';

/** Whether xmllint is used. CI fails without it; elsewhere its tests are pending. */
export const hasXmllint =
  process.env.CI !== undefined || spawnSync('xmllint', ['--version']).error === undefined;

/** Returns the errors that xmllint finds. @param args paths and options, such as `--dtdvalid` */
export function lintXml(...args: readonly string[]): string {
  const { error, stderr, stdout, status } = spawnSync('xmllint', ['--noout', '--nonet', ...args], {
    encoding: 'utf8',
  });
  if (error) throw error;
  return status === 0 ? '' : stdout + stderr;
}
