/** Ignores output streams without a reader: in `covermain manual | tee log`, the same Ctrl+C ends `tee`. */

const BROKEN_PIPE_CODES = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

/** Drops output that stdout and stderr can no longer take, so that the process continues and writes its profile. */
export function surviveBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.off('error', ignoreBrokenPipe);
    stream.on('error', ignoreBrokenPipe);
  }
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (!isBrokenPipe(error)) throw error;
}

/**
 * Writes a text of covermain to a stream of the app. If it fails, the app gets no error event, which would be an exception that
 * it did not cause, and which covermain would log: again and again. `console.error` of Node does the same.
 */
export function writeWithoutErrors(stream: NodeJS.WritableStream, text: string): void {
  stream.write(text, (error) => {
    // Node emits the error event after this call. A listener of the app receives it, as it does those of `console.error`.
    if (error && stream.listenerCount('error') === 0) stream.once('error', () => {});
  });
}

export function isBrokenPipe(error: NodeJS.ErrnoException): boolean {
  return BROKEN_PIPE_CODES.includes(error.code ?? '');
}
