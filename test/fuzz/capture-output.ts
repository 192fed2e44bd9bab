/** Captures what code writes to stdout. */

/** Runs `act` and returns what it wrote to stdout meanwhile, which is not printed. */
export async function captureOutput(act: () => Promise<void>): Promise<string> {
  const { stdout } = process;
  const write = stdout.write;
  const chunks: string[] = [];
  stdout.write = (chunk: string | Uint8Array) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  };
  try {
    await act();
  } finally {
    stdout.write = write;
  }
  return chunks.join('');
}
