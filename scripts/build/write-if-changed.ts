import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file unless it has this content already. The file changes in one step, and an unchanged file keeps its time:
 * programs that run from `dist/` may load it during a build, and the code cache of a bundle depends on its time.
 */
export function writeIfChanged(path: string, content: string | Buffer): void {
  if (hasContent(path, Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function hasContent(path: string, content: Buffer): boolean {
  try {
    return readFileSync(path).equals(content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
