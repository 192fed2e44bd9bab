import assert from 'node:assert/strict';
import { pushTargetOf } from '../../../../src/agent/push/push-target.js';

const HEADER = { pod: 'web-1', host: 'machine', run: 'run-1', pid: 7 };
const TIME = Date.parse('2026-11-29T03:30:00.000Z');

describe('pushTargetOf', () => {
  const pathOf = (url: string, header = HEADER) => pushTargetOf(url, header, TIME).path;

  it('fills in the placeholders of the path and the query', () => {
    assert.equal(
      pathOf('http://h/{pod}/{run}/{pid}?at={time}&pod={pod}'),
      '/web-1/run-1/7?at=2026-11-29T03-30-00-000Z&pod=web-1',
    );
  });

  it('appends a name to a path that ends with a slash', () => {
    for (const url of ['http://h', 'http://h/']) assert.equal(pathOf(url), '/web-1.run-1.7');
    assert.equal(pathOf('https://h/a/?sig=1'), '/a/web-1.run-1.7?sig=1');
    assert.equal(pathOf('https://h?sig=1'), '/web-1.run-1.7?sig=1');
  });

  it('keeps the text of the URL byte for byte', () => {
    const path = "/b/%2f/../a//'x'?X-Amz-Credential=A%2F2026&sig=a+b%3d\"<>|`";
    assert.equal(pathOf(`https://h${path}`), path);
  });

  it('percent-encodes values, so that none leads to another path', () => {
    assert.equal(pathOf('http://h/{pod}', { ...HEADER, pod: 'a/b ?#é' }), '/a%2Fb%20%3F%23%C3%A9');
    assert.equal(pathOf('http://h/{pod}/x', { ...HEADER, pod: '..' }), '/%2E%2E/x');
  });

  it('uses the host name outside of a pod', () => {
    assert.equal(pushTargetOf('http://h/{pod}', { ...HEADER, pod: null }, TIME).path, '/machine');
  });

  it('finds host, port and protocol', () => {
    const target = (url: string) => {
      const { isSecure, host, port } = pushTargetOf(url, HEADER, TIME);
      return [isSecure, host, port];
    };
    assert.deepEqual(target('http://h/'), [false, 'h', 80]);
    assert.deepEqual(target('HTTPS://H.example/'), [true, 'h.example', 443]);
    assert.deepEqual(target('http://[::1]:8080/p'), [false, '::1', 8080]);
  });
});
