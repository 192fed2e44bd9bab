/** Sends text that is generated as a stream of bytes. */

export interface ByteStream {
  readonly bytes: ReadableStream<Uint8Array>;
  /** Ends the stream, which nobody reads any more. */
  readonly end: () => void;
}

/**
 * Returns a stream of bytes that requests text only after the previous one was read.
 *
 * @param open gets a signal that is aborted when the client disconnects
 */
export function toByteStream(
  open: (signal: AbortSignal) => AsyncGenerator<string>,
  { onEnd, onFailure }: { readonly onEnd: () => void; readonly onFailure: (error: unknown) => void },
): ByteStream {
  const controller = new AbortController();
  const texts = open(controller.signal);
  const encoder = new TextEncoder();
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    controller.abort();
    onEnd();
    // Not awaited: the generator may be busy, and ends as soon as it sees the signal.
    texts.return(undefined).catch(onFailure);
  };
  const bytes = new ReadableStream<Uint8Array>({
    async pull(stream) {
      try {
        const { done, value } = await texts.next();
        if (hasEnded) return;
        if (!done) return stream.enqueue(encoder.encode(value));
      } catch (error) {
        if (!hasEnded) onFailure(error);
      }
      if (hasEnded) return;
      end();
      stream.close();
    },
    cancel: end,
  });
  return { bytes, end };
}
