/** Reads the tokens by which HTTP clients prove that they act for the owner of a run. */
import { readFileSync } from 'node:fs';
import type { Project } from './project.js';

/** Returns the header with the token of a port that a process of the project has bound. */
export function ownerHeaders(project: Project, port: number | string): { readonly authorization: string } {
  const token = readFileSync(project.path(`.covermain/${port}.token`), 'utf8').trim();
  return { authorization: `Bearer ${token}` };
}
