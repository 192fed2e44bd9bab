/** The program that all agents of the benchmark have. */
import { makeProgram } from '../profiles/program.js';

/** 200 files of 500 counters. */
export const PROGRAM = makeProgram(200, 62);
