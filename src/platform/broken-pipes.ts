/** Output that nobody reads any more: `covermain manual | tee log` loses its reader by the same Ctrl+C. */

const BROKEN = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

/** From now on what cannot be written to stdout and stderr is dropped, and the profile is written all the same. */
export function surviveBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.off('error', ignoreBroken);
    stream.on('error', ignoreBroken);
  }
}

function ignoreBroken(error: NodeJS.ErrnoException): void {
  if (!isBrokenPipe(error)) throw error;
}

export function isBrokenPipe(error: NodeJS.ErrnoException): boolean {
  return BROKEN.includes(error.code ?? '');
}
