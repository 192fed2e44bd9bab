/** The candidates for the last word follow from the options, arguments and placeholders of the commands. */
import assert from 'node:assert/strict';
import { Command } from 'commander';
import { findCompletions } from '../../../src/cli/completion/find-completions.js';

function makeProgram(): Command {
  const program = new Command('covermain')
    .enablePositionalOptions()
    .helpOption('-h, --help', 'Print this help');
  program
    .command('run')
    .usage('[options] [--] command [arguments]')
    .argument('[command...]')
    .passThroughOptions()
    .option('--engine <probe|nyc>', 'Engine')
    .option('--flush <duration|off>', 'Interval')
    .option('--json', 'Print JSON');
  program
    .command('report')
    .argument('[inputs...]')
    .option('-o, --output <directory>', 'Output')
    .option('--wait [duration]', 'Wait');
  program.command('inject').argument('[files...]').option('--snippet <file>', 'Snippet');
  program.command('secret', { hidden: true });
  return program;
}

const NOWHERE = { cwd: '/', environment: {} };

describe('findCompletions', () => {
  const CASES: readonly [words: string, candidates: readonly string[], shell: string | undefined][] = [
    ['', ['run', 'report', 'inject', 'help'], undefined],
    ['inject --snippet ', ['trigger-file', 'signal'], 'files'],
    ['inject --snippet s', ['signal'], 'files'],
    ['inject --snippet=tr', ['--snippet=trigger-file'], 'files'],
    ['inject ', [], 'files'],
    ['re', ['report'], undefined],
    ['run --', ['--engine', '--flush', '--json', '--help'], undefined],
    ['run -', ['--engine', '--flush', '--json', '--help'], undefined],
    ['run --engine ', ['probe', 'nyc'], undefined],
    ['run --engine=n', ['--engine=nyc'], undefined],
    ['run --flush ', ['off'], undefined],
    ['run --json ', [], 'commands'],
    ['run --engine nyc ', [], 'commands'],
    ['run node --', [], 'files'],
    ['run -- --', [], 'commands'],
    ['report -o ', [], 'directories'],
    ['report --output=a', [], 'directories'],
    ['report a b ', [], 'files'],
    ['report --wait --out', ['--output'], undefined],
    ['report --wait 3s ', [], 'files'],
    ['unknown ', [], undefined],
    ['help re', ['report'], undefined],
  ];

  for (const [words, candidates, shell] of CASES)
    it(`completes ${JSON.stringify(`covermain ${words}`)}`, async () => {
      const found = await findCompletions(makeProgram(), words.split(' '), NOWHERE);
      assert.deepEqual([found.candidates.map(({ value }) => value), found.shell], [candidates, shell]);
    });
});
