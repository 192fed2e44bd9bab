/** Random expressions and patterns, as text. */
import type { Random } from './profiles.js';
import { functionPlace } from './random-functions.js';
import { listOf, oneOf, type Place } from './random-programs.js';
import { randomStatements } from './random-statements.js';

export function randomExpression(place: Place): string {
  const { random, depth } = place;
  if (depth <= 0) return randomAtom(place);
  const inner = { ...place, depth: depth - 1 };
  const one = () => randomExpression(inner);
  const choices = [
    () => randomAtom(place),
    () => randomAtom(place),
    () => `(${one()} || ${one()})`,
    () => `(${one()} && ${one()} || ${one()})`,
    () => `(${one()} ?? (${one()} && ${one()}))`,
    () => `(${one()} ? ${one()} : ${one()})`,
    () => `(${one()}, ${one()})`,
    () => `[${one()}, ...[${listOf(random, 2, one, ', ')}]]`,
    () => `{ ${listOf(random, 3, () => randomMember(inner), ', ')} }`,
    () => `\`\${${one()}}\``,
    () => `(${one()})?.[${one()}]?.(${one()})`,
    () => `!(${one()})`,
    () => `(${functionOf(inner)})(${one()})`,
    () => `new (${randomClass(inner)})()`,
    () => `(${randomPattern(inner)} = ${one()})`,
    () => randomAssignment(inner),
    ...(place.functions.length > 0 ? [() => `${anyOf(random, place.functions)}(${one()})`] : []),
    ...(place.canYield ? [() => `(yield ${one()})`] : []),
    ...(place.canAwait ? [() => `(await ${random(5) ? one() : 'new Promise(() => {})'})`] : []),
    ...(place.isTypeScript ? [() => `(${one()} as any)`, () => `(${one()})!`] : []),
  ];
  const text = oneOf(random, ...choices);
  return text.startsWith('{') ? `(${text})` : text;
}

function randomAtom({ random, variables }: Place): string {
  return oneOf(
    random,
    () => 'pick()',
    () => 'pick() > 1',
    () => 'boom()',
    () => `${random(3)}`,
    () => "'x'",
    () => 'null',
    () => anyOf(random, variables),
    () => (random(20) ? 'this' : 'missing'),
    () => (random(3) ? 'boom()' : '(() => boom())'),
  );
}

function anyOf(random: Random, names: readonly string[]): string {
  return oneOf(random, ...names.map((name) => () => name));
}

function randomAssignment(place: Place): string {
  const operator = anyOf(place.random, ['=', '||=', '&&=', '??=']);
  return `(${anyOf(place.random, place.variables)} ${operator} ${randomExpression(place)})`;
}

function functionOf(place: Place): string {
  const inner = functionPlace(place);
  const parameters = `${place.newName()} = ${randomExpression({ ...inner, depth: 0 })}`;
  return oneOf(
    place.random,
    () => `(${parameters}) => ${randomExpression(inner)}`,
    () => `(${parameters}) => { ${randomStatements(inner)} }`,
    () => `function (${parameters}) { ${randomStatements(inner)} }`,
  );
}

function randomMember(place: Place): string {
  const name = place.newName();
  const inner = functionPlace(place);
  return oneOf(
    place.random,
    () => `${name}: ${randomExpression(place)}`,
    () => `[${randomExpression(place)}]: ${randomExpression(place)}`,
    () => `${name}() { ${randomStatements(inner)} }`,
    () => `get ${name}() { ${randomStatements(inner)} }`,
    () => `[${randomExpression(place)}]() { boom(); }`,
  );
}

export function randomClass(place: Place): string {
  const inner = { ...functionPlace(place), canReturn: false, isStrict: true };
  const heritage = place.random(6) ? '' : ` extends (${randomExpression({ ...inner, depth: 0 })} && Object)`;
  const member = () => {
    const name = place.newName();
    const isStatic = place.random(3) ? '' : 'static ';
    return oneOf(
      place.random,
      () => `${isStatic}${name} = ${randomExpression(inner)};`,
      () => `${isStatic}#${name} = ${randomExpression(inner)};`,
      () => `${isStatic}${name} = () => ${randomExpression(inner)};`,
      // In derived classes these count otherwise.
      () => `${heritage ? 'static ' : isStatic}[${randomExpression(inner)}] = () => boom();`,
      () => `${isStatic}${name};`,
      () => `static { ${randomStatements(inner)} }`,
      () => `${isStatic}${name}() { ${randomStatements({ ...inner, canReturn: true })} }`,
      () => `static { this.${name}(); } static ${name}() { ${randomStatements(inner)} }`,
    );
  };
  return `class${heritage} { ${listOf(place.random, 4, member, ' ')} }`;
}

/** Binds new names, with defaults. */
export function randomPattern(place: Place): string {
  const { random } = place;
  const inner = { ...place, depth: Math.min(place.depth - 1, 1) };
  const target = () => (place.depth > 1 && random(3) === 0 ? randomPattern(inner) : place.newName());
  return oneOf(
    random,
    () => `{ ${place.newName()} = ${randomExpression(inner)} }`,
    () => `{ a: ${target()} = ${randomExpression(inner)}, ...${place.newName()} }`,
    () => `{ [${randomExpression(inner)}]: ${place.newName()} = ${randomExpression(inner)} }`,
    () => `{ b: [${target()} = ${randomExpression(inner)}] = [] }`,
  );
}
