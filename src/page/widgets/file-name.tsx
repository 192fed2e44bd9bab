/** Shows a path with its directory in a quieter colour. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';

export function FileName({ path }: { readonly path: string }): JSX.Element {
  const slash = path.lastIndexOf('/') + 1;
  return (
    <bdi class="file-name" title={toVisibleText(path)}>
      <span class="file-directory">{toVisibleText(path.slice(0, slash))}</span>
      <span class="file-base">{toVisibleText(path.slice(slash))}</span>
    </bdi>
  );
}
