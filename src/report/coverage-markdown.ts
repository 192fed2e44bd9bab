/** Formats the coverage of files as Markdown, for the summary of a job in GitHub Actions. */

import { collapseLines, shortenLines, toMarkdownCode, toMarkdownText } from '../platform/markdown-text.js';
import { pluralize } from '../platform/plural-forms.js';
import type {
  CoverageDocument,
  CoveragePercentages,
  MissedThreshold,
  PathPercentages,
} from './coverage-document.js';
import { formatPercent } from './figures/ratio.js';
import { describeMissedThreshold } from './thresholds.js';

/** Maximum sizes of the lists in bytes. GitHub accepts 1 MiB for all summaries of a step. */
const MAXIMUM_FILES_BYTES = 250_000;
const MAXIMUM_THRESHOLDS_BYTES = 50_000;

const NAMES: Readonly<Record<keyof CoveragePercentages, string>> = {
  statements: 'Statements',
  branches: 'Branches',
  functions: 'Functions',
  lines: 'Lines',
};
const KEYS = Object.keys(NAMES) as readonly (keyof CoveragePercentages)[];

/** Returns a heading, the totals, the missed thresholds, and the files. */
export function toCoverageMarkdown(
  { files, total }: CoverageDocument,
  missed: readonly MissedThreshold[],
): string {
  const thresholds = shortenLines(
    missed.map((one) => `* ${toMarkdownText(describeMissedThreshold(one))}`),
    MAXIMUM_THRESHOLDS_BYTES,
    (more) => `* and ${more} more`,
  );
  return [
    '### Coverage',
    '',
    '| | Covered | |',
    '|:--|--:|--:|',
    ...KEYS.map(
      (key) => `| ${NAMES[key]} | ${formatPercent(total[key])} | ${total[key].covered}/${total[key].total} |`,
    ),
    ...(thresholds.length === 0 ? [] : ['', 'Thresholds missed:', '', ...thresholds]),
    '',
    ...collapseLines(pluralize(files.length, 'file'), formatFiles(files)),
  ].join('\n');
}

function formatFiles(files: readonly PathPercentages[]): readonly string[] {
  const rows = files.map((file) => {
    const cells = [toMarkdownCode(file.path), ...KEYS.map((key) => formatPercent(file[key]))];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| File | ${KEYS.map((key) => NAMES[key]).join(' | ')} |`,
    '|:--|--:|--:|--:|--:|',
    ...shortenLines(rows, MAXIMUM_FILES_BYTES, (more) => `| and ${more} more | | | | |`),
  ];
}
