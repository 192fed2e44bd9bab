// Every function of semver on versions and ranges of all kinds.
const VERSIONS = [
  '1.2.3',
  'v1.2.3-beta.1+build.5',
  '0.0.0',
  '1.2',
  'x',
  ' =v2.0.0-rc.0 ',
  '10.20.30-alpha.beta',
  '1.2.3-0',
  '9007199254740992.0.0',
  '2.0.0-01',
  null,
];
const RANGES = [
  '^1.2.3',
  '~1.2',
  '>=1.2.3 <2.0.0 || 3.x',
  '1.2.3 - 2.3.4',
  '*',
  '',
  'x.y',
  '~>0.0.1',
  '^0.0.3-beta',
  '>1',
  '<=2.x',
  '>=0.0.0-0',
  '1.2.3 || >',
  '>x',
];
const RELEASES = [
  'major',
  'minor',
  'patch',
  'premajor',
  'preminor',
  'prepatch',
  'prerelease',
  'release',
  'nonsense',
];

export default function ({ default: semver }) {
  const results = [];
  const add = (run) => results.push(attempt(run));
  for (const version of VERSIONS) {
    for (const name of ['parse', 'valid', 'clean', 'major', 'minor', 'patch', 'prerelease', 'coerce'])
      add(() => String(semver[name](version)));
    add(() => String(semver.coerce(version, { rtl: true, includePrerelease: true })));
    for (const release of RELEASES)
      for (const identifier of [undefined, 'beta', 'rc'])
        add(() => semver.inc(version, release, identifier, '1'));
    for (const other of VERSIONS) {
      for (const name of [
        'compare',
        'rcompare',
        'compareLoose',
        'compareBuild',
        'diff',
        'gt',
        'lt',
        'eq',
        'neq',
        'gte',
        'lte',
      ])
        add(() => semver[name](version, other));
      for (const operator of ['===', '!==', '', '=', '==', '!=', '>', '>=', '<', '<=', '?'])
        add(() => semver.cmp(version, operator, other));
    }
    for (const range of RANGES) {
      for (const name of ['satisfies', 'gtr', 'ltr']) add(() => semver[name](version, range));
      for (const loose of [true, false])
        add(() => semver.satisfies(version, range, { loose, includePrerelease: true }));
    }
  }
  for (const range of RANGES) {
    add(() => semver.validRange(range));
    add(() => String(semver.minVersion(range)));
    add(() => semver.maxSatisfying(VERSIONS.slice(0, 8), range));
    add(() => semver.minSatisfying(VERSIONS.slice(0, 3), range));
    add(() => semver.simplifyRange(['1.2.3', '1.3.0', '2.0.0', '3.1.0'], range));
    add(() => semver.toComparators(range));
    for (const other of RANGES) {
      add(() => semver.subset(range, other));
      add(() => semver.intersects(range, other, { includePrerelease: true }));
      add(() => new semver.Comparator(range).intersects(new semver.Comparator(other)));
    }
  }
  add(() => semver.sort(['2.0.0', '1.0.0', '1.0.0-a']).concat(semver.rsort(['1.0.0', '3.0.0'])));
  return results;
}

function attempt(run) {
  try {
    return run() ?? null;
  } catch (error) {
    return error.message;
  }
}
