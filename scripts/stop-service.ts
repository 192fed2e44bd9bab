/** `npm run service:stop`: ends the window of the background service and prints its report. */
import { readFileSync } from 'node:fs';
import { awaitProcesses } from '../src/run/processes.js';
import { findService, forgetService } from './service-files.js';

const service = findService();
if (!service) {
  console.error('No service is running. Start one: npm run service:start');
  process.exit(1);
}
process.kill(service.pid, 'SIGTERM');
await awaitProcesses([service.pid], Number.POSITIVE_INFINITY);
forgetService();
const output = readFileSync(service.log, 'utf8');
console.log(output.slice(Math.max(0, output.indexOf('covermain: the window ends'))));
