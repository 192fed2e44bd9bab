/** Random functions, as text. */
import { randomExpression, randomPattern } from './random-expressions.js';
import { listOf, oneOf, type Place } from './random-programs.js';
import { randomStatements } from './random-statements.js';

/** In a function, where nothing around it can be left. */
export function functionPlace(place: Place): Place {
  return { ...place, breaks: [], continues: [], canReturn: true, canYield: false, canAwait: false };
}

function randomParameters(place: Place): string {
  return listOf(
    place.random,
    2,
    () => (place.random(2) ? randomPattern(place) : `${place.newName()} = ${randomExpression(place)}`),
    ', ',
  );
}

export function randomFunction(place: Place, name: string): string {
  const inner = functionPlace(place);
  const directive = place.random(4) ? '' : "'directive'\n";
  return `function ${name}(${name}a = pick()) { ${directive}${randomStatements(inner)} }`;
}

/** A function of some kind, called, and perhaps abandoned. */
export function randomCall(place: Place): string {
  const { random } = place;
  const name = place.newName();
  const inner = functionPlace(place);
  const parameters = randomParameters({ ...inner, depth: 1 });
  return oneOf(
    random,
    () => `function ${name}(${parameters}) { ${randomStatements(inner)} } note(${name}({}, []));`,
    () => {
      const body = randomStatements({ ...inner, canYield: true });
      const end = oneOf(
        random,
        () => '',
        () => `${name}i.return();`,
        () => `${name}i.throw(1);`,
        () => `[...${name}i];`,
      );
      return `function* ${name}(${parameters}) { ${body} } var ${name}i = ${name}({}, []); ${name}i.next(); ${end}`;
    },
    () => {
      const body = randomStatements({ ...inner, canAwait: true });
      return `async function ${name}(${parameters}) { ${body} } ${name}({}, []).catch(() => note(1));`;
    },
  );
}
