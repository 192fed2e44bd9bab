/** `npm run cover`: measures both programs while this script uses them, then prints one report. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const api = npmRun('cover:api', { stdio: ['ignore', 'pipe', 'inherit'] });
const url = await urlOf(api);
await fetch(`${url}/orders/apple/3`, { method: 'POST' });
await fetch(`${url}/orders/pear/20`, { method: 'POST' });
await ended(npmRun('cover:invoices', { env: { ...process.env, API_URL: url } }));
await ended(npmRun('stop'));
await ended(api);
await ended(npmRun('report'));

function npmRun(script, options = {}) {
  return spawn('npm', ['run', '--silent', script], { stdio: 'inherit', ...options });
}

/** Prints each line of the service. Resolves with the URL that it prints. */
async function urlOf(child) {
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => console.log(line));
  for (;;) {
    const [line] = await once(lines, 'line');
    if (line.startsWith('listening on ')) return line.slice('listening on '.length);
  }
}

async function ended(child) {
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0)
    throw new Error(`A script of package.json failed with exit code ${child.exitCode}.`);
}
