/** Describes files that were measured in several versions. */
import { listSome, pluralize } from '../platform/plural-forms.js';
import { type Descriptions, warning } from './check.js';
import { type FileVersionsFinding, isLossyVersion } from './evidence/file-versions.js';

const REMEDY = 'Measure each version into its own COVER_DIR.';

export const FILE_VERSION_DESCRIPTIONS: Descriptions<FileVersionsFinding> = {
  'file-versions-differ': (finding) => {
    const { file, matchedFunctions, lostFunctions, ranOutside } = finding;
    const functions = listSome(
      lostFunctions.map(({ name, line }) => `${name} (line ${line} in that version)`),
    );
    const added = `Coverage of ${pluralize(matchedFunctions, 'unchanged function')} of another version was added.`;
    return warning(
      [
        `Several versions of ${file} were measured.`,
        matchedFunctions === 0 ? 'No coverage of another version could be added.' : added,
        isLossyVersion(finding) ? describeLoss(functions, ranOutside) : 'No other code ran in that version.',
      ].join(' '),
      REMEDY,
    );
  },
  'more-file-versions-differ': ({ fileCount, matchedFunctions, lostFunctionCount, ranOutside }) =>
    warning(
      [
        `Several versions of ${pluralize(fileCount, 'more file')} were measured.`,
        `Coverage of ${pluralize(matchedFunctions, 'unchanged function')} was added.`,
        describeLoss(pluralize(lostFunctionCount, 'function'), ranOutside),
      ].join(' '),
      REMEDY,
    ),
};

function describeLoss(functions: string, ranOutside: boolean): string {
  const lost = [...(functions === '' ? [] : [functions]), ...(ranOutside ? ['code outside functions'] : [])];
  return `Left out: ${lost.join(', ')}.`;
}
