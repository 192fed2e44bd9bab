#!/usr/bin/env node
// Answers the kubectl commands of `covermain collect kubernetes` from pods of podman. `kubectl port-forward` reaches the loopback
// address of a pod because it connects in the pod's network namespace; so does this program.
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';

const [command, ...args] = process.argv.slice(2).filter((arg) => !/^--(?:context|namespace)=/.test(arg));

if (command === 'get') getPods(optionOf('selector') ?? '');
else if (command === 'port-forward') forwardPort(args.at(-2) ?? '', args.at(-1) ?? '');
else if (command === 'exec') execute();
else process.exit(1); // `config current-context`: there is none

/** @param {string} name */
function optionOf(name) {
  const prefix = `--${name}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

/** @param {readonly string[]} options */
function podman(...options) {
  return JSON.parse(execFileSync('podman', options, { encoding: 'utf8' }));
}

/** @param {string} selector */
function getPods(selector) {
  const pods = podman('pod', 'ps', '--format', 'json', '--filter', `label=${selector}`) ?? [];
  console.log(JSON.stringify({ items: pods.map(toPod) }));
}

/** @param {{ Name: string, Id: string, Status: string, Containers: { Names: string }[] }} pod */
function toPod({ Name: name, Id: uid, Status: phase, Containers: listed }) {
  const names = listed.map(({ Names }) => Names).filter((one) => one.startsWith(`${name}-`));
  const containers = podman('inspect', ...names);
  const shortName = ({ Name }) => Name.slice(name.length + 1);
  return {
    metadata: { name, uid, namespace: 'default' },
    spec: {
      containers: containers.map((one) => ({
        name: shortName(one),
        env: one.Config.Env.map((line) => {
          const [variable = '', ...value] = line.split('=');
          return { name: variable, value: value.join('=') };
        }),
      })),
    },
    status: {
      phase: phase === 'Running' ? phase : 'Succeeded',
      containerStatuses: containers.map((one) => ({
        name: shortName(one),
        restartCount: one.RestartCount,
        state: one.State.Running ? { running: {} } : { terminated: { reason: 'Completed' } },
      })),
    },
  };
}

/**
 * @param {string} pod `pod/NAME`
 * @param {string} ports `:PORT`
 */
function forwardPort(pod, ports) {
  const name = pod.slice('pod/'.length);
  const port = Number(ports.slice(1));
  const [{ Containers: listed }] = podman('pod', 'ps', '--format', 'json', '--filter', `name=^${name}$`);
  const container = listed.map(({ Names }) => Names).find((one) => one.startsWith(`${name}-`));
  const [{ State: state }] = podman('inspect', container);
  const connect = `process.stdin.pipe(net.connect(${port}, '127.0.0.1')).on('error', () => process.exit(1)).pipe(process.stdout)`;
  const server = createServer((socket) => {
    const enter = ['--target', String(state.Pid), '--net', process.execPath, '-e', connect];
    const child = spawn('nsenter', enter, { stdio: ['pipe', 'pipe', 'inherit'] });
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    for (const stream of [socket, child.stdin]) stream.on('error', () => child.kill());
    socket.once('close', () => child.kill());
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(`Forwarding from 127.0.0.1:${Object(server.address()).port} -> ${port}`);
  });
}

function execute() {
  const [pod = '', , ...words] = args.slice(args.findIndex((arg) => !arg.startsWith('--')));
  const container = `${pod}-${optionOf('container')}`;
  const child = spawn('podman', ['exec', '--interactive', container, ...words], { stdio: 'inherit' });
  child.once('close', (code) => process.exit(code ?? 1));
}
