/** A client of an agent's port that stores what it collects in a directory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectedFile } from '../../src/profile/model/collected-file.js';
import type { Dump } from '../../src/profile/model/dump.js';
import { storeArchive } from '../../src/profile/store/store-archive.js';

export class HttpCollector {
  readonly directory = mkdtempSync(join(tmpdir(), 'covermain-'));

  constructor(private readonly url: string) {}

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Collects and stores. @returns the files that were stored */
  async collect(query = ''): Promise<readonly CollectedFile[]> {
    const archive = await this.post(`/v1/cover/collect${query}`, {});
    return storeArchive(this.directory, archive, this.url).files.map(({ name, end }) => ({ name, end }));
  }

  async acknowledge(files: readonly CollectedFile[]): Promise<readonly Dump[]> {
    const answer = await this.post('/v1/cover/collected', { files });
    return (JSON.parse(answer.toString()) as { readonly dumps: readonly Dump[] }).dumps;
  }

  /** @throws Error if the request is refused */
  async post(path: string, body: object): Promise<Buffer> {
    const response = await fetch(`${this.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
    return answer;
  }
}
