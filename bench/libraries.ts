/** Libraries that the ticking app calls: one with a few thousand counters and one with more than 100,000. */
import { MEASURES_PACKAGES, packageTree } from './packages.js';
import { appText, type Project } from './project.js';
import { compilerText } from './scenarios/typescript.js';

export interface Library {
  /** Argument of `apps/ticking.cjs`. */
  readonly name: string;
  readonly project: () => Project;
}

export const LIBRARIES: readonly Library[] = [
  {
    name: 'express',
    project: () => ({
      files: { 'app.cjs': appText('ticking.cjs'), '.nycrc': MEASURES_PACKAGES },
      copies: packageTree('express'),
    }),
  },
  {
    name: 'typescript',
    project: () => ({ files: { 'app.cjs': appText('ticking.cjs'), 'lib/typescript.js': compilerText() } }),
  },
];
