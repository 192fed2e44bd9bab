/**
 * Scopes say which run context a program gets. Each test has a scope, which follows its asynchronous calls, so parallel tests
 * do not mix.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { measuringVariables } from '../hooks/measured-environment.js';
import { extendChildEnvironments } from '../platform/child-processes.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { makeSessionDirectory } from '../profile/store/write-profile.js';
import type { Environment } from '../settings/environment.js';
import type { RunContext } from '../settings/run-context.js';
import { isRunId } from '../settings/run-id.js';
import { openIntegrationRun } from './integration-run.js';

export interface ProgramScope {
  /** Context of the programs. Its id starts the names of their profiles, and no other scope has one that starts the same. */
  readonly context: RunContext;
  /** Name of the test; `undefined` outside of tests. */
  readonly test: string | undefined;
  /** Absolute path of the directory with the profiles of the scope alone; of the run outside of tests. */
  readonly profile: string;
  /** Ids of the contexts of the scope and of its programs. */
  readonly ids: Set<string>;
}

const scopes = new AsyncLocalStorage<ProgramScope>();

/** Returns the scope of the current test, or that of programs outside of tests. @throws as `openIntegrationRun` */
export function currentScope(): ProgramScope {
  return scopes.getStore() ?? openSharedScope(openIntegrationRun());
}

/** Returns the scope of a new test, and creates its directory. @throws CovermainError `SESSION_NAME`; as `openIntegrationRun` */
export function openTestScope(name: string): ProgramScope {
  const run = openIntegrationRun();
  const profile = sessionDirectoryOf(run.directory, name);
  makeSessionDirectory(profile);
  const context = withoutPort(deriveContext(run, 't'));
  return { test: name, profile, context, ids: new Set([context.id]) };
}

/** Returns the scope of one program in another scope. */
export function openProgramScope(scope: ProgramScope): ProgramScope {
  if (scope.test === undefined) return scope;
  const context = deriveContext(scope.context, 'p');
  scope.ids.add(context.id);
  return { ...scope, context };
}

/** Calls a function. All programs that it starts, also later, belong to the scope. */
export function runInScope<Result>(scope: ProgramScope, start: () => Result): Result {
  followPrograms();
  return scopes.run(scope, start);
}

/** Returns the variables that make a program part of the current scope. @param given its environment without them */
export function scopeVariables(given: Environment): Readonly<Record<string, string>> {
  return measuringVariables(currentScope().context, given);
}

/** Id of the context that all programs outside of tests share. */
export function sharedIdOf({ id }: RunContext): string {
  return joinId(id, 's');
}

function openSharedScope(run: RunContext): ProgramScope {
  const id = sharedIdOf(run);
  return { context: { ...run, id }, test: undefined, profile: run.directory, ids: new Set([id]) };
}

let isFollowing = false;

/**
 * Adds the variables of the scope to the environment of each program that Node starts, whatever API starts it. The listener
 * comes after the one of `covermain run`, whose variables it replaces.
 */
function followPrograms(): void {
  if (isFollowing) return;
  isFollowing = true;
  const variablesOf = (given: Environment) => {
    const scope = scopes.getStore();
    return scope ? measuringVariables(scope.context, given) : {};
  };
  extendChildEnvironments(variablesOf, () => {});
}

/** Programs of different contexts would compete for the port. */
function withoutPort(context: RunContext): RunContext {
  return { ...context, controls: { ...context.controls, http: null } };
}

function deriveContext(context: RunContext, kind: string): RunContext {
  return { ...context, id: joinId(context.id, `${kind}${randomBytes(4).toString('hex')}`) };
}

/** Ids have a maximum length, and tests can start programs with tests. Ids start with the time in the name of the log. */
function joinId(id: string, suffix: string): string {
  const joined = `${id}-${suffix}`;
  return isRunId(joined) ? joined : `${id.slice(0, START_LENGTH)}-${suffix}`;
}

const START_LENGTH = 60;
