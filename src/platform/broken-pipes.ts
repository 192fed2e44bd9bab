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

export function isBrokenPipe(error: NodeJS.ErrnoException): boolean {
  return BROKEN_PIPE_CODES.includes(error.code ?? '');
}
