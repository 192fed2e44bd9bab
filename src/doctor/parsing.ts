/** Checks that every selected file can be measured, by instrumenting it. */
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { describeUnmeasured, type LoadFailure } from '../run-log/unmeasured.js';
import { type Check, findingsOr, ok, problem } from './check.js';

export type ParsingFinding =
  | { readonly kind: 'selected-files-measurable'; readonly count: number }
  /** Paths relative to the project, of all files with the same reason. */
  | ({ readonly kind: 'files-unmeasurable'; readonly files: readonly string[] } & LoadFailure);

export const parsingCheck: Check<ParsingFinding> = {
  name: 'parsing',
  async examine({ root, selected, unmeasurable }) {
    const files = await unmeasurable();
    const reasons = new Map(files.map((failure) => [describeUnmeasured(failure), failure]));
    const findings = [...reasons].map(([reason, { code, detail }]): ParsingFinding => {
      const same = files.filter((one) => describeUnmeasured(one) === reason);
      return {
        kind: 'files-unmeasurable',
        files: same.map(({ file }) => relative(root, file)),
        code,
        detail,
      };
    });
    return findingsOr(findings, { kind: 'selected-files-measurable', count: (await selected()).length });
  },
  describe: {
    'selected-files-measurable': ({ count }) => ok(`${pluralize(count, 'selected file')} can be measured.`),
    'files-unmeasurable': ({ files, code, detail }) =>
      problem(
        `${listSome(files)} cannot be measured because ${describeUnmeasured({ code, detail })}`,
        'Correct that, or exclude files in .nycrc that are not code of the app.',
      ),
  },
};
