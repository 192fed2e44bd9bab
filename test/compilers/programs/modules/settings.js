export const DEBUG = false;
export const LIMIT = DEBUG ? 1 : 3;
export const level = LIMIT > 2 ? 2 : 1;

if (level > 5) console.log('verbose');
