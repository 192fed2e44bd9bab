/** Lists the functions of a file whose source cannot be shown. */
import type { JSX } from 'preact';
import type { CoverageView } from '../../view/coverage-view.js';
import { describeCount } from '../../view/line-words.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatQuantity } from '../state/format.js';
import type { ShownFile } from './open-file.js';

/** Most functions that are listed. */
const MOST_FUNCTIONS = 2000;

export interface FunctionListProps {
  readonly file: ShownFile;
  readonly view: CoverageView;
  readonly updates: number;
}

export function FunctionList({ file: { source, marks }, view }: FunctionListProps): JSX.Element {
  const { functions, statements } = source.items;
  const titles = view.kind === 'comparison' ? [view.first, view.second] : ['Count'];
  const omitted = functions.length - MOST_FUNCTIONS;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls needs the focus to be scrolled by keys
    <div class="code-functions" tabIndex={0} role="region" aria-label="Functions">
      <p class="code-message">{toVisibleText(source.reason ?? 'The source cannot be shown.')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">Line</th>
            {titles.map((title, layer) => (
              <th scope="col" key={layer}>
                {toVisibleText(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {functions.slice(0, MOST_FUNCTIONS).map(({ name, declaration: [line] }, index) => (
            <tr key={index}>
              <th scope="row">{toVisibleText(name.slice(0, 200))}</th>
              <td>{line}</td>
              {titles.map((_, layer) => {
                const count = marks.countOf(statements.length + index, layer);
                return (
                  <td key={layer} class={count > 0 ? 'is-some' : 'is-zero'}>
                    {describeCount(count)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {functions.length === 0 && <p class="code-message">The file has no functions.</p>}
      {omitted > 0 && <p class="code-message">{formatQuantity(omitted, 'more function')} not listed.</p>}
    </div>
  );
}
