const o = { a: 1, n: null as string | null };
export const never = o.a ?? 'never runs';
export const always = o.n ?? 'always runs';
console.log(never, always);
