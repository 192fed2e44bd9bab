/** Reads the data of the page from the server of a running program. Two streams are open: the run, and the file that is shown. */
import { formatView } from '../../view/coverage-view.js';
import type {
  ActionResult,
  ClosedMessage,
  FileMessage,
  FileSessions,
  RunMessage,
  SessionTable,
} from '../../view/messages.js';
import type { DataSource } from './data-source.js';
import { followLines, RefusedError } from './line-stream.js';

/** @param token secret that the server requires @param send sends a request. @default the browser's `fetch` */
export function createLiveSource(
  token: string,
  send: typeof fetch = (input, init) => fetch(input, init),
): DataSource {
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...init.headers, Authorization: `Bearer ${token}` };
    const response = await send(path, { ...init, headers, credentials: 'omit' });
    if (response.ok) return response;
    throw await toError(response);
  };
  // Only covermain's server has the token's origin, so its answers and messages are trusted.
  const readJson = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => {
    try {
      return (await (await request(path, init)).json()) as Answer;
    } catch (error) {
      // Browsers throw a TypeError if the server cannot be reached. Its message means nothing to a user.
      throw error instanceof TypeError ? new Error(NO_ANSWER) : error;
    }
  };
  return {
    followRun({ view, base, onMessage, onConnection }) {
      const query = new URLSearchParams({ view: formatView(view), ...(base === null ? {} : { base }) });
      return followLines({
        open: (signal) => request(`/api/run?${query}`, { signal }),
        onValue(value) {
          const message = value as RunMessage | ClosedMessage;
          if (message.type !== 'closed') onMessage(message);
          else onConnection({ kind: 'lost', reason: CLOSED });
          return message.type === 'closed';
        },
        onConnected: () => onConnection({ kind: 'connected' }),
        onLost: (reason) => onConnection({ kind: 'lost', reason }),
      });
    },
    followFile({ view, path, onMessage }) {
      const query = new URLSearchParams({ view: formatView(view), path });
      return followLines({
        open: (signal) => request(`/api/file?${query}`, { signal }),
        onValue(value) {
          const message = value as FileMessage | ClosedMessage;
          if (message.type !== 'closed') onMessage(message);
          return message.type === 'closed';
        },
        onConnected() {},
        onLost() {}, // the stream of the run reports it
      });
    },
    readSessions: (path) => readJson<FileSessions>(`/api/sessions?${new URLSearchParams({ path })}`),
    readSessionTable: () => readJson<SessionTable>('/api/session-table'),
    act(action) {
      const headers = { 'Content-Type': 'application/json' };
      return readJson<ActionResult>('/api/act', { method: 'POST', headers, body: JSON.stringify(action) });
    },
  };
}

const NO_ANSWER = 'covermain does not answer. Is its command still running?';

const CLOSED = 'covermain has ended, so this page shows the last state. To look again, run covermain open.';

const UNAUTHORIZED =
  'This tab has no access, because the secret in its URL is missing or old. Open the URL that covermain has printed.';

/** Returns the error of a refused request, with a sentence as its message. */
async function toError(response: Response): Promise<Error> {
  if (response.status === 401) return new RefusedError(UNAUTHORIZED);
  const text = (await response.text().catch(() => '')).trim();
  const reason = readReason(text) ?? text;
  const message = reason === '' ? `covermain answered with status ${response.status}.` : reason;
  return response.status < 500 ? new RefusedError(message) : new Error(message);
}

function readReason(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined; // plain text
  }
}
