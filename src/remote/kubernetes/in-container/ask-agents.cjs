/**
 * Runs in a container, as the body of a function with the parameters `require` and `task`. Sends a request to one agent of each
 * run, and prints their responses. It uses only what Node 12 has, because the Node on the PATH may be older than that of the app.
 */
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 does not know the protocol
// biome-ignore-all lint/correctness/noUnusedVariables: biome does not see where the functions are called
/* global task */
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');

const SOCKET_NAME = /^([0-9a-z]{1,11})-(\d{1,10})-([0-9a-f]{6})\.sock$/;
const user = process.getuid ? process.getuid() : 0;
const problems = [];

const timer = setTimeout(() => process.exit(1), task.timeout);
Promise.all(findRuns().map(ask)).then((responses) => {
  clearTimeout(timer);
  process.stdout.write(`\n${task.marker}\n`);
  for (const response of responses) if (response) writeFrame(response.head, response.body);
  writeFrame({ end: true, problems: problems.slice(0, 8) }, Buffer.alloc(0));
});

/** Returns the sockets of each run, oldest process first. */
function findRuns() {
  const runs = new Map();
  for (const file of new Set(listFiles())) {
    const match = SOCKET_NAME.exec(path.basename(file));
    if (!match || !isOwnSocket(file)) continue;
    const socket = { file, start: parseInt(match[1], 36), pid: Number(match[2]) };
    runs.set(match[3], (runs.get(match[3]) || []).concat(socket));
  }
  return Array.from(runs.values(), (sockets) =>
    sockets.sort((a, b) => a.start - b.start || a.pid - b.pid).map(({ file }) => file),
  );
}

/** Agents listen in their project, or else in a directory for temporary files. */
function listFiles() {
  const directories = projectDirectories().map((directory) => path.join(directory, '.covermain'));
  for (const temporary of new Set(['/tmp', os.tmpdir()]))
    for (const name of list(temporary))
      if (/^covermain-\d+-[0-9a-f]{12}$/.test(name)) directories.push(path.join(temporary, name));
  const files = [];
  for (const directory of directories)
    for (const name of list(directory)) files.push(path.join(directory, name));
  return files;
}

/** Returns the working directories of the image and of the container's first process, with those above them. */
function projectDirectories() {
  const found = [];
  for (const start of [process.cwd(), firstProcessDirectory()])
    for (let at = start; at !== undefined; at = path.dirname(at)) {
      found.push(at);
      if (at === path.dirname(at)) break;
    }
  return found;
}

function firstProcessDirectory() {
  try {
    return fs.readlinkSync('/proc/1/cwd');
  } catch (_) {
    return undefined; // it belongs to another user
  }
}

/** Asks the first process of a run that listens: it answers for all of them. */
function ask(files) {
  const [file, ...others] = files;
  if (file === undefined) return undefined;
  return send(file).catch((error) => {
    if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return ask(others);
    problems.push(`${file}: ${error.message}`);
    return undefined;
  });
}

function send(socketPath) {
  return new Promise((resolve, reject) => {
    const { method, headers } = task;
    const outgoing = http.request(
      { socketPath, method, path: task.path, headers, agent: false },
      (response) => {
        const chunks = [];
        let size = 0;
        response.on('data', (chunk) => {
          size += chunk.length;
          if (size > task.limit) outgoing.destroy(new Error(`its answer is larger than ${task.limit} bytes`));
          else chunks.push(chunk);
        });
        response.on('aborted', () => reject(new Error('its answer is incomplete')));
        response.on('end', () =>
          resolve({ head: { status: response.statusCode }, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(task.body);
  });
}

/** Prints a JSON object and bytes, after the sizes of both. */
function writeFrame(head, body) {
  const text = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(text.length, 0);
  sizes.writeUInt32BE(body.length, 4);
  process.stdout.write(Buffer.concat([sizes, text, body]));
}

/** Another user of the container may have put a socket there to answer for an agent. */
function isOwnSocket(file) {
  try {
    const stats = fs.lstatSync(file);
    return stats.isSocket() && (user === 0 || stats.uid === user);
  } catch (_) {
    return false;
  }
}

function list(directory) {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    if (error.code === 'EACCES') problems.push(error.message);
    return [];
  }
}
