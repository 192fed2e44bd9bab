/** Calls the injector with default requests. */
import { type InjectionRequest, injectCode } from '../../src/inject/inject.js';
import { parseSource } from '../../src/inject/parsed-source.js';
import { readSnippet, type Snippet } from '../../src/inject/snippet.js';

/** Returns a parsed snippet. */
export function snippetOf(text: string, file = 'snippet.js'): Snippet {
  return readSnippet(parseSource(text, file));
}

const REQUEST: InjectionRequest = {
  specifier: 'covermain/auto',
  functionName: 'main',
  packageType: undefined,
};

/** Injects `covermain/auto`, and what else a test wants. */
export function inject(text: string, file: string, more: Partial<InjectionRequest> = {}): string {
  return injectCode(text, file, { ...REQUEST, ...more });
}

/** Returns a text with all digests of markers replaced by `#`, which are arbitrary. */
export function withoutDigests(text: string): string {
  return text.replace(/(covermain inject )[0-9a-f]{8}/g, '$1#');
}
