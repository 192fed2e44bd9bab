/** Whether every selected file can be measured: by trying. */
import { relative } from 'node:path';
import { count } from '../count.js';
import { type Check, orOk, problem } from './check.js';

export const parsing: Check = {
  name: 'parsing',
  async look({ root, selected, unmeasurable }) {
    const findings = (await unmeasurable()).map(({ file, reason }) =>
      problem(
        `${relative(root, file)} is not measured, since ${reason}`,
        'correct it, or exclude it in .nycrc if it is no code of the app',
      ),
    );
    return orOk(findings, `${count((await selected()).length, 'selected file')} can be measured`);
  },
};
