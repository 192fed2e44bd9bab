/** The notes of the service, in memory. */
import { HttpError } from './errors.js';

export interface Note {
  readonly id: number;
  readonly text: string;
  readonly isUrgent: boolean;
}

export class Notes {
  readonly #notes = new Map<number, Note>();
  #nextId = 1;

  add(text: string): Note {
    const note = { id: this.#nextId++, text, isUrgent: text.endsWith('!') };
    this.#notes.set(note.id, note);
    return note;
  }

  get(id: number): Note {
    const note = this.#notes.get(id);
    if (!note) throw new HttpError(404, `there is no note ${id}`);
    return note;
  }

  list(onlyUrgent: boolean): readonly Note[] {
    const all = [...this.#notes.values()];
    return onlyUrgent ? all.filter((note) => note.isUrgent) : all;
  }
}
