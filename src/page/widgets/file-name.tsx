/** Shows a path with its directory in a quieter colour. */
import type { JSX } from 'preact';
import { showInvisible } from '../../view/visible-text.js';

export function FileName({ path }: { readonly path: string }): JSX.Element {
  const slash = path.lastIndexOf('/') + 1;
  return (
    <bdi class="file-name" title={showInvisible(path)}>
      <span class="file-directory">{showInvisible(path.slice(0, slash))}</span>
      <span class="file-base">{showInvisible(path.slice(slash))}</span>
    </bdi>
  );
}
