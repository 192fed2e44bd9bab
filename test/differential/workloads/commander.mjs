// A command line with subcommands, options of every kind, help and mistakes.
const LINES = [
  [],
  ['--help'],
  ['help', 'serve'],
  ['--version'],
  ['serve', '8080', '-vvv', '--no-color', '--tags', 'a', 'b', '--', '-x'],
  ['serve'],
  ['serve', 'x', '--mode', 'wrong'],
  ['serve', '1', '--mode=fast', '-p3'],
  ['sreve'],
  ['serve', '1', '--unknow'],
  ['add', '1', '2', '3', '--optional'],
  ['add', '1', '--optional=x', '--env-option', 'y'],
  ['add', 'one'],
  ['nested', 'deep', 'leaf', '--flag'],
  ['nested', 'deep'],
  ['fail'],
  ['-abc', 'serve'],
  ['serve', '1', '--alone', '--other'],
  ['add', '1', '--required'],
  ['later', '5'],
];

export default async function ({ Command, Option, Argument, InvalidArgumentError }) {
  const results = [];
  for (const line of LINES) {
    const printed = [];
    const program = build({ Command, Option, Argument, InvalidArgumentError }, printed);
    try {
      await program.parseAsync(line, { from: 'user' });
      printed.push(program.opts());
    } catch (error) {
      printed.push([error.code ?? error.name, error.exitCode ?? null, error.message]);
    }
    results.push([line, printed]);
  }
  return results;
}

function build({ Command, Option, Argument, InvalidArgumentError }, printed) {
  const program = new Command('tool');
  const write = (text) => printed.push(text);
  program.exitOverride().configureOutput({
    writeOut: write,
    writeErr: write,
    getOutHelpWidth: () => 60,
    getErrHelpWidth: () => 60,
  });
  program.configureHelp({ sortSubcommands: true, sortOptions: true, showGlobalOptions: true });
  program
    .version('1.2.3', '-V, --version', 'tell the version')
    .description('does things, and describes them at length enough to be wrapped');
  program
    .option('-c, --no-color', 'plain')
    .option('-a, --all')
    .showSuggestionAfterError()
    .addHelpText('after', '\nThe end.');
  program.hook('preAction', (_command, action) => printed.push(`before ${action.name()}`));

  const integer = (text) => {
    const value = Number.parseInt(text, 10);
    if (Number.isNaN(value)) throw new InvalidArgumentError('Not a number.');
    return value;
  };
  const record = (...args) => printed.push(args.slice(0, -1));

  program
    .command('serve')
    .alias('s')
    .summary('serves')
    .argument('<port>', 'where', integer)
    .argument('[rest...]')
    .option('-v, --verbose', 'more', (_value, before) => before + 1, 0)
    .option('-p, --pages <n>', 'how many', integer, 10)
    .option('-t, --tags <names...>', 'several')
    .addOption(
      new Option('-m, --mode <mode>', 'which').choices(['fast', 'slow']).default('slow', 'the slow one'),
    )
    .addOption(new Option('--alone').conflicts('other'))
    .addOption(new Option('--other').implies({ pages: 3 }).hideHelp())
    .action(record);
  program
    .command('add')
    .addArgument(
      new Argument('<numbers...>', 'to add').argParser((text, before = []) => [...before, integer(text)]),
    )
    .option('-o, --optional [value]', 'may have one', 'preset')
    .addOption(new Option('--env-option <x>').env('TOOL_X'))
    .option('--required <value>')
    .action(record);
  const deep = program.command('nested').description('holds others').command('deep', { isDefault: true });
  deep.command('leaf').option('--flag').allowExcessArguments(false).action(record);
  program
    .command('fail', { hidden: true })
    .action(() => program.error('failed', { code: 'own', exitCode: 4 }));
  program
    .command('later')
    .argument('[n]', 'number', '1')
    .action(async (...args) => record(...args));
  return program;
}
