/** Gives sessions colours that stay the same when others are added. */
import type { SessionView } from '../../view/run-state.js';

/** Number of session colours in styles/tokens.css. */
const COLORS = 8;

/** Returns the names of sessions in the order in which they get colours: by their start, those without a start last. */
export function orderSessionNames(
  sessions: readonly Pick<SessionView, 'name' | 'start'>[],
): readonly string[] {
  const time = ({ start }: Pick<SessionView, 'start'>) => (start === null ? '\uffff' : start);
  return sessions
    .toSorted((one, other) => compareText(time(one), time(other)) || compareText(one.name, other.name))
    .map(({ name }) => name);
}

/** Returns the class of the colour of a session; that of the first one for an unknown name. @param order of `orderSessionNames` */
export function sessionColorClass(order: readonly string[], name: string): string {
  return numberColorClass(Math.max(1, order.indexOf(name) + 1));
}

/** Returns the class of the colour of a session. @param number position in `orderSessionNames`, from 1 */
export function numberColorClass(number: number): string {
  return `session-color-${((number - 1) % COLORS) + 1}`;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
