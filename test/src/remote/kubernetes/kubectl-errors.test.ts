import assert from 'node:assert/strict';
import { describeStderr, toKubectlError } from '../../../../src/remote/kubernetes/kubectl-errors.js';

describe('an error of kubectl', () => {
  const errorOf = (command: string, stderr: string) => toKubectlError(command, { exitCode: 1, stderr });

  it('names the right that the user lacks', () => {
    const stderr =
      'Error from server (Forbidden): pods is forbidden: User "ci" cannot list resource "pods" in API group "" in the namespace "shop"\n';
    const { code, message } = errorOf('get', stderr);
    assert.equal(code, 'KUBECTL_FORBIDDEN');
    assert.match(message, /Your user needs the right `list` on `pods` in the namespace shop\.$/);
  });

  it('names --port off if port-forwards are forbidden', () => {
    const { message } = errorOf(
      'port-forward',
      'error: pods "web-1" is forbidden: User "ci" cannot create resource "pods/portforward" in API group "" in the namespace "shop"',
    );
    assert.match(
      message,
      /needs the right `create` on `pods\/portforward` in the namespace shop\. .*--port off/,
    );
  });

  it('names the rights of a command if the server does not', () => {
    const { code, message } = errorOf('exec', 'error: unable to upgrade connection: Forbidden');
    assert.equal(code, 'KUBECTL_FORBIDDEN');
    assert.match(message, /`create` on `pods\/exec`/);
  });

  it('names the right that the API server lacks on a node', () => {
    const { message } = errorOf(
      'exec',
      'error: unable to upgrade connection: Forbidden (user=kube-apiserver, verb=create, resource=nodes, subresource=proxy)',
    );
    assert.match(message, /The API server needs the right `create` on `nodes\/proxy` of the node\.$/);
  });

  it('has the exit code if kubectl printed nothing', () => {
    assert.equal(errorOf('get', ' \n').message, '`kubectl get` failed: exit code 1.');
  });

  it('has no text that controls a terminal, and a limited length', () => {
    const { message } = errorOf('get', `\u001b]0;x\u0007${'y'.repeat(100_000)}\u202e end`);
    assert.match(message, /^[ -~…]{1,800}$/);
    assert.match(message, /\\x1b\]0;x\\x07y/);
    assert.match(message, /\\u202e end\.$/);
  });

  it('joins lines, without prefixes of the log and without repetitions', () => {
    const line = 'memcache.go:265] couldn’t get the list of groups';
    const stderr = `E1129 08:14:50.123456   12345 ${line}\nE1129 08:14:51.000001   12345 ${line}\r\nerror: no\ncommand terminated with exit code 1\n`;
    assert.equal(describeStderr(stderr), 'couldn’t get the list of groups; error: no');
  });
});
