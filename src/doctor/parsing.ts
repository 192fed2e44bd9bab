/** Checks that every selected file can be measured, by instrumenting it. */
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { type Check, findingsOr, ok, problem } from './check.js';

export type ParsingFinding =
  | { readonly kind: 'selected-files-measurable'; readonly count: number }
  /** Paths relative to the project, of all files with the same reason. */
  | { readonly kind: 'files-unmeasurable'; readonly files: readonly string[]; readonly reason: string };

export const parsingCheck: Check<ParsingFinding> = {
  name: 'parsing',
  async look({ root, selected, unmeasurable }) {
    const files = await unmeasurable();
    const reasons = [...new Set(files.map(({ reason }) => reason))];
    const findings = reasons.map((reason): ParsingFinding => {
      const same = files.filter((one) => one.reason === reason).map(({ file }) => relative(root, file));
      return { kind: 'files-unmeasurable', files: same, reason };
    });
    return findingsOr(findings, { kind: 'selected-files-measurable', count: (await selected()).length });
  },
  describe: {
    'selected-files-measurable': ({ count }) => ok(`${pluralize(count, 'selected file')} can be measured.`),
    'files-unmeasurable': ({ files, reason }) =>
      problem(
        `${listSome(files)} cannot be measured because ${reason}`,
        'Correct that, or exclude files in .nycrc that are not code of the app.',
      ),
  },
};
