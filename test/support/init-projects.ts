/** Projects without covermain, as people have them, for tests of `covermain init`. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Files, type Project, REPOSITORY } from './project.js';

/** Creates a project with nothing but these files, and covermain in `node_modules`, as after its installation. */
export function makePlainProject(files: Files): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-init-')));
  const path = (file: string) => join(root, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  }
  mkdirSync(path('node_modules/.bin'), { recursive: true });
  symlinkSync(REPOSITORY, path('node_modules/covermain'), 'dir');
  symlinkSync(join(REPOSITORY, 'bin/covermain.js'), path('node_modules/.bin/covermain'));
  return { root, path, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Statements of a server that answers one request and closes. `hit` runs once. */
export const ONE_REQUEST = `
const server = http.createServer((request, response) => response.end(hit()));
server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port }, (response) => {
  response.resume();
  server.close();
}));
function hit() { return 'hit'; }`;
