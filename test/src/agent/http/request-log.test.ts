/** Tests the log lines of the HTTP port. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describeRequest } from '../../../../src/agent/http/request-log.js';
import { createServer } from '../../../../src/agent/http/serve.js';
import { formatLogLine } from '../../../../src/platform/log-line.js';
import { newApp } from './fake-actions.js';

describe('the log of the HTTP port', () => {
  /** Sends the bytes of a request to a server, and returns the logged lines. */
  async function logOf(request: string): Promise<readonly string[]> {
    const lines: string[] = [];
    const logLine = (line: string) => lines.push(formatLogLine(line));
    const { app } = newApp({}, { logLine });
    const server = createServer(app, {}, (incoming) => logLine(describeRequest(incoming)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const { localPort } = socket;
    socket.end(request, 'latin1').resume();
    await once(socket, 'close');
    server.close();
    return lines.map((line) => line.replace(String(localPort), 'PORT').replace(/\d+(?=ms$)/, 'N'));
  }

  const head = 'HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';

  it('has a line for each request, and a line for each profile that was served', async () => {
    const [request, served, ...others] = await logOf(`POST /v1/cover/profile?x=secret ${head}\r\n`);
    assert.equal(
      request,
      'covermain: incoming request method=POST path=/v1/cover/profile remote=127.0.0.1:PORT',
    );
    assert.match(served ?? '', /^covermain: served textfmt bytes=\d+ duration=Nms$/);
    assert.deepEqual(others, []);
  });

  for (const [accept, format] of [
    ['application/json', 'json'],
    ['application/octet-stream', 'archive'],
  ] as const)
    it(`names the format ${format} of a profile`, async () => {
      const [, served] = await logOf(`GET /v1/cover/profile ${head}Accept: ${accept}\r\n\r\n`);
      assert.match(served ?? '', new RegExp(`^covermain: served ${format} bytes=\\d+ duration=Nms$`));
    });

  it('has no second line for a request without a profile', async () => {
    assert.equal((await logOf(`GET /v1/cover/status ${head}\r\n`)).length, 1);
    assert.equal((await logOf(`GET /nothing ${head}\r\n`)).length, 1);
  });

  it('shows a path that could control a terminal or forge a line only in printable characters', () => {
    // Node refuses these bytes in requests, unless another option of the parser lets them pass.
    const url = '/%0Acovermain:\u009b31m\n\u202e\u00ad/x?secret';
    const socket = { remoteAddress: '::1', remotePort: 54_321 };
    assert.equal(
      formatLogLine(describeRequest({ method: 'GET', url, socket })).replace(/path=.*\/x /, 'path=… '),
      'covermain: incoming request method=GET path=… remote=[::1]:54321',
    );
    assert.match(formatLogLine(describeRequest({ method: 'GET', url, socket })), /^[ -~]+$/);
  });

  it('cuts long paths', async () => {
    const [request = ''] = await logOf(`GET /${'x'.repeat(5_000)} ${head}\r\n`);
    assert.ok(request.length < 300, request);
  });
});
