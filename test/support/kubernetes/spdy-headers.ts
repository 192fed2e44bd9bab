/** Header blocks of SPDY/3.1: name-value pairs, compressed with one zlib stream per direction and a fixed dictionary. */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';

/** Words of the dictionary that have their length in front of them, in this order. */
const WORDS =
  'options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow ' +
  'authorization cache-control connection content-base content-encoding content-language content-length ' +
  'content-location content-md5 content-range content-type date etag expect expires from host if-match ' +
  'if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma ' +
  'proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade ' +
  'user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie ' +
  'keep-alive origin';

/** Text after the words, without lengths. */
const TEXT =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative ' +
  'Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 ' +
  'Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec ' +
  '00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,' +
  'application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=' +
  'iso-8859-1,utf-,*,enq=0.';

/** Dictionary of SPDY/3 (section 2.6.10.1 of its draft 3). */
export const SPDY_DICTIONARY: Buffer = Buffer.concat([
  ...WORDS.split(' ').map((word) => withLength(word.replace('_', ' '))),
  Buffer.from(TEXT, 'latin1'),
]);

export interface HeaderCodec {
  /** Decompresses a header block. Names are in lower case. */
  decode(block: Buffer): Promise<ReadonlyMap<string, string>>;
  /** Compresses headers. */
  encode(headers: ReadonlyMap<string, string>): Promise<Buffer>;
}

/** Returns the codec of one connection. Both methods must be called in the order of the frames. */
export function createHeaderCodec(): HeaderCodec {
  const inflate = createInflate({ dictionary: SPDY_DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
  const deflate = createDeflate({ dictionary: SPDY_DICTIONARY, flush: constants.Z_SYNC_FLUSH });
  return {
    decode: async (block) => parsePairs(await pass(inflate, block)),
    encode: (headers) => pass(deflate, formatPairs(headers)),
  };
}

/** Sends a chunk through a zlib stream and resolves with all that came out of it. */
function pass(stream: Inflate | Deflate, chunk: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const collect = (data: Buffer) => chunks.push(data);
    stream.on('data', collect);
    stream.once('error', reject);
    stream.write(chunk, () => {
      stream.off('data', collect);
      stream.off('error', reject);
      resolve(Buffer.concat(chunks));
    });
  });
}

function parsePairs(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let offset = 4;
  const next = (): string => {
    const length = block.readUInt32BE(offset);
    offset += 4 + length;
    return block.toString('utf8', offset - length, offset);
  };
  for (let left = block.readUInt32BE(0); left > 0; left--) headers.set(next().toLowerCase(), next());
  return headers;
}

function formatPairs(headers: ReadonlyMap<string, string>): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(headers.size);
  return Buffer.concat([count, ...[...headers].flat().map(withLength)]);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
