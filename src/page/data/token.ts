/** Keeps the secret with which the page reads coverage. It comes in the fragment of the URL, which browsers send to nobody. */

const KEY = 'covermain-token';

/** The browser's objects that hold the token. */
export interface TokenPlaces {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: {
    readonly state: unknown;
    replaceState: (state: unknown, unused: string, url: string) => void;
  };
  readonly storage: {
    getItem: (key: string) => string | null;
    setItem: (key: string, value: string) => void;
  };
}

/**
 * Returns the token of this tab; an empty text if it has none. Removes it from the address, so that nobody copies it with a link.
 * A reload of the tab finds it again.
 */
export function takeToken({ location, history, storage }: TokenPlaces): string {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const given = parameters.get('token');
  if (given === null) return read(storage);
  try {
    storage.setItem(KEY, given);
  } catch {
    // Without storage, a reload asks for the URL again.
  }
  const rest = location.hash
    .slice(1)
    .split('&')
    .filter((parameter) => !parameter.startsWith('token='))
    .join('&');
  history.replaceState(history.state, '', `${location.pathname}${location.search}${rest && `#${rest}`}`);
  return given;
}

function read(storage: TokenPlaces['storage']): string {
  try {
    return storage.getItem(KEY) ?? '';
  } catch {
    return ''; // the browser blocks storage
  }
}
