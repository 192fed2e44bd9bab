/** Whether every selected file can be measured: by trying. */
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { describeUnmeasured } from '../run-log/unmeasured.js';
import { type Check, orOk, problem } from './check.js';

export const parsingCheck: Check = {
  name: 'parsing',
  async look({ root, selected, unmeasurable }) {
    const files = await unmeasurable();
    const reasons = [...new Set(files.map(describeUnmeasured))];
    const findings = reasons.map((reason) => {
      const same = files
        .filter((one) => describeUnmeasured(one) === reason)
        .map(({ file }) => relative(root, file));
      return problem(
        `${listSome(same)} cannot be measured because ${reason}`,
        'correct that, or exclude in .nycrc what is no code of the app',
      );
    });
    return orOk(findings, `${pluralize((await selected()).length, 'selected file')} can be measured`);
  },
};
