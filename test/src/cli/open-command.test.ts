import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addOpenCommand } from '../../../src/cli/open-command.js';
import { NO_COLORS } from '../../../src/commands/colors.js';

describe('covermain open', () => {
  it('names --wait when the argument after it is no duration', async () => {
    const program = new Command().exitOverride().configureOutput({ writeErr() {} });
    addOpenCommand(program, { print() {}, logLine() {}, colors: NO_COLORS });
    const [open] = program.commands;
    open?.exitOverride().configureOutput({ writeErr() {} });
    await assert.rejects(program.parseAsync(['open', '--wait', 'app.js'], { from: 'user' }), {
      message: /Expected a duration, such as 30s\. Without one, write --wait at the end\./,
    });
  });
});
