/** Label and field selectors of list and watch requests. */

/** Whether labels fulfil a label selector such as `app=x,tier in (a, b),!legacy`. */
export function matchesLabels(selector: string, labels: Readonly<Record<string, string>>): boolean {
  return splitTerms(selector).every((term) => {
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
    if (set !== null) {
      const [, key = '', operator, list = ''] = set;
      const values = list.split(',').map((value) => value.trim());
      const value = labels[key];
      return operator === 'in'
        ? value !== undefined && values.includes(value)
        : !values.includes(value ?? '\0');
    }
    const [key, operator, value] = splitComparison(term);
    if (operator === '') return term.startsWith('!') ? !(term.slice(1).trim() in labels) : term in labels;
    return operator === '!=' ? labels[key] !== value : labels[key] === value;
  });
}

/** Whether an object fulfils a field selector such as `metadata.name=x,status.phase!=Running`. */
export function matchesFields(selector: string, object: object): boolean {
  return splitTerms(selector).every((term) => {
    const [path, operator, value] = splitComparison(term);
    const field = path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), object);
    return (String(field ?? '') === value) !== (operator === '!=');
  });
}

function splitTerms(selector: string): string[] {
  const terms = selector.split(/,(?![^(]*\))/);
  return terms.map((term) => term.trim()).filter((term) => term !== '');
}

function splitComparison(term: string): [left: string, operator: string, right: string] {
  const match = /^([^=!]+?)\s*(!=|==|=)\s*(.*)$/.exec(term);
  return [match?.[1] ?? term, match?.[2] ?? '', match?.[3] ?? ''];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
