/** Centers in this process, and what programs push to them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Center, type CenterOptions, openCenter } from '../../src/center/center.js';
import { mergeTexts } from '../../src/center/services/merge-texts.js';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { countersOf, metaOf, profileOf } from './profiles.js';

export interface TestCenter extends Center {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Failures of the center itself. */
  readonly failures: readonly unknown[];
  /** Lines that the center logged. */
  readonly lines: readonly string[];
  readonly push: (name: string, body: Uint8Array | string, init?: RequestInit) => Promise<Response>;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Ends the center and removes its directory. */
  readonly end: () => Promise<void>;
}

/** Opens a center on a port of the system's choice. @param directory @default a new one, which `end` removes */
export async function openTestCenter(
  options: Partial<CenterOptions> & { readonly token?: string } = {},
): Promise<TestCenter> {
  const failures: unknown[] = [];
  const lines: string[] = [];
  const directory = options.directory ?? join(mkdtempSync(join(tmpdir(), 'covermain-center-')), 'profiles');
  const center = await openCenter({
    http: { host: '127.0.0.1', port: 0, token: options.token ?? null },
    maxSize: 2 ** 20,
    keep: null,
    merge: mergeTexts,
    onFailure: (error) => failures.push(error),
    logLine: (line) => lines.push(line),
    ...options,
    directory,
    root: options.root ?? directory,
  });
  const request = (path: string, init: RequestInit = {}) => fetch(`${center.url}${path}`, init);
  return {
    ...center,
    directory,
    failures,
    lines,
    request,
    push: (name, body, init = {}) =>
      request(`/v1/cover/push/${encodeURIComponent(name)}`, { method: 'PUT', body, ...init }),
    async end() {
      await center.close();
      if (options.directory === undefined) rmSync(join(directory, '..'), { recursive: true });
    },
  };
}

export interface PushedArchive {
  readonly profile: CountersProfile;
  /** File name of the profile. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A time on which the profiles of tests end. @param seconds after the first */
export function endAt(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 2) + 1000 * seconds).toISOString();
}

/** Encodes what the agent of a process pushes. @param metas sent with the counters @default the profile's */
export function pushOf(
  counts: readonly number[],
  changes: Partial<CountersProfile> = {},
  {
    meta = metaOf(),
    metas = [meta],
  }: { readonly meta?: FileMeta; readonly metas?: readonly FileMeta[] } = {},
): PushedArchive {
  const header = { start: '2026-01-01T00:00:00.000Z', end: endAt(0), ...changes };
  const profile = profileOf([countersOf(meta, counts)], header);
  const name = countersNameOf(profile);
  const files = new Map<string, Uint8Array>();
  for (const sent of metas) {
    const bytes = encodeMeta(sent);
    files.set(metaNameOf(hashOf(bytes)), bytes);
  }
  files.set(name, encodeCounters(profile));
  return { profile, name, bytes: encodeArchive(files) };
}
