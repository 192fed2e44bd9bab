/** The directory of a report is written without touching other files. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openReportDirectory } from '../../../../src/report/page/report-directory.js';
import { makeProject, type Project } from '../../../support/project.js';

describe('the directory of a report', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}' });
  });

  afterEach(() => project.remove());

  const write = (file: string, text: string) => {
    mkdirSync(dirname(project.path(file)), { recursive: true });
    writeFileSync(project.path(file), text);
  };

  const open = () => openReportDirectory(project.path('coverage/covermain'), 'run');

  it('is created with its parents', () => {
    const directory = open();
    directory.writeFile('index.html', '<p>');
    directory.writeData('file-0', ['a', 'é']);
    assert.equal(readFileSync(project.path('coverage/covermain/index.html'), 'utf8'), '<p>');
    assert.equal(readFileSync(project.path('coverage/covermain/data/file-0.js'), 'utf8'), 'aé');
    assert.deepEqual(readdirSync(project.path('coverage/covermain/data')), ['file-0.js']);
  });

  it('loses the data files of an earlier report, and no others', () => {
    const old = ['run.js', 'table.js', 'file-0.js', 'file-7.js', 'sessions-7.js', 'session-3.js'];
    const others = ['notes.js', 'file-7.js.map', 'xfile-7.js', 'file-a.js'];
    for (const name of [...old, ...others]) write(`coverage/covermain/data/${name}`, name);
    write('coverage/covermain/notes.txt', 'mine');
    const directory = open();
    directory.writeData('file-0', ['new']);
    directory.removeOld();
    assert.deepEqual(readdirSync(project.path('coverage/covermain/data')), ['file-0.js', ...others].sort());
    assert.ok(existsSync(project.path('coverage/covermain/notes.txt')));
  });

  it('has no index of an earlier report while it is written', () => {
    write('coverage/covermain/data/run.js', 'old');
    open();
    assert.equal(existsSync(project.path('coverage/covermain/data/run.js')), false);
  });

  for (const link of ['coverage/covermain', 'coverage/covermain/data'])
    it(`is not written through a link in place of ${link}`, () => {
      write('elsewhere/run.js', 'mine');
      mkdirSync(dirname(project.path(link)), { recursive: true });
      symlinkSync(project.path('elsewhere'), project.path(link));
      assert.throws(open, { syscall: 'mkdir', code: 'ELOOP' });
      assert.equal(readFileSync(project.path('elsewhere/run.js'), 'utf8'), 'mine');
    });

  it('replaces links in place of files', () => {
    write('elsewhere.js', 'mine');
    write('coverage/covermain/data/.keep', '');
    for (const name of ['index.html', 'data/file-0.js'])
      symlinkSync(project.path('elsewhere.js'), project.path(`coverage/covermain/${name}`));
    const directory = open();
    directory.writeFile('index.html', 'new');
    directory.writeData('file-0', ['new']);
    assert.equal(readFileSync(project.path('elsewhere.js'), 'utf8'), 'mine');
  });
});
