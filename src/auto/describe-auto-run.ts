/** Prints the run that a program begins by `import 'covermain/auto'`, as JSON. */
import { resolve } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { createProfileDirectory } from '../profile/store/directory-layout.js';
import { openProject } from '../project/project.js';
import { createRunContext } from '../run/create-run-context.js';
import { readSettings } from '../settings/index.js';

const started = new Date();
/** Who imports it wants to be asked. */
const environment = { COVERAGE_HTTP_PORT: 'default', ...process.env };

try {
  const settings = readSettings(environment, started);
  const { root, config } = await openProject(process.cwd());
  const directory = directoryIn(root, settings.directory);
  process.stdout.write(
    JSON.stringify(createRunContext({ root, directory, config, settings, environment, started })),
  );
} catch (error) {
  process.stderr.write(messageOf(error));
  process.exitCode = 1;
}

/** Where no directory can be written, the agent keeps everything in memory, and says so. */
function directoryIn(root: string, directory: string): string {
  try {
    return createProfileDirectory(root, directory);
  } catch {
    return resolve(root, directory);
  }
}
