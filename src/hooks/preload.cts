/**
 * The file that `--require` loads into every Node process and thread of a run. It only decides whether to install the
 * hooks. The app may start processes of older versions of Node, which must be able to run it: it uses only functions that
 * Node 8 has, and the build lowers its syntax. Earlier versions do not read `NODE_OPTIONS`.
 */
import bundleCode = require('./bundle-code.js');
import collectorProcess = require('./collector-process.js');

/** Oldest supported version, such as `20.19`. The build takes it from package.json. */
declare const MINIMUM_NODE: string;

/** A text, because Node 8 cannot parse such an expression. It never warns. */
const INVISIBLE = '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]';

const { env } = process;
const context = env.COVERMAIN_RUN;

if (context !== undefined && !collectorProcess.isCollectorProcess()) {
  if (isSupported()) installHooks(context);
  else recordUnsupportedNode(context);
}

/** The app runs without hooks if they cannot be installed. */
function installHooks(run: string): void {
  try {
    const file = require.resolve('./install-hooks.cjs');
    const own = require.cache[__filename];
    const cache = findCache(run);
    if (!own || cache === undefined || !bundleCode.loadFromCode(file, own, cache)) require(file);
  } catch (error) {
    const { message, stack } = error as Error;
    const detail =
      env.COVER_LOG === 'debug' ? String(stack) : `${String(message)}. COVER_LOG=debug shows the stack.`;
    warn(`Process ${process.pid} is not measured, because the hooks cannot be installed: ${detail}`);
  }
}

/** Returns the absolute path of the cache of the run. */
function findCache(run: string): string | undefined {
  try {
    const { cache } = JSON.parse(run);
    return /^([/\\]|[A-Za-z]:)/.test(cache) ? cache : undefined;
  } catch (_error) {
    return undefined; // the hooks report it
  }
}

/** Escapes the line itself, because the other modules may be missing. */
function warn(line: string): void {
  try {
    const invisible = new RegExp(INVISIBLE, 'gu');
    const visible = line.replace(invisible, (unsafe) => encodeURIComponent(unsafe));
    require('node:fs').writeSync(2, `covermain: ${visible}\n`);
  } catch (_error) {
    // stderr is closed or full, so nobody can read the warning.
  }
}

function isSupported(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = MINIMUM_NODE.split('.').map(Number);
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

/** Appends an event to the run log, so that the run can note the process. The process itself must not notice. */
function recordUnsupportedNode(run: string): void {
  try {
    const { pid, version } = process;
    const event = { event: 'unsupported node', pid, version, minimum: MINIMUM_NODE };
    const { closeSync, constants, openSync, writeSync } = require('node:fs');
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
    const { log } = JSON.parse(run);
    if (!/^([/\\]|[A-Za-z]:).*\.jsonl$/.test(log)) return;
    const file = openSync(log, flags, 0o600);
    writeSync(file, `${JSON.stringify(event)}\n`);
    closeSync(file);
  } catch (_error) {
    // The run log is unwritable, which the measured processes of the run report.
  }
}
