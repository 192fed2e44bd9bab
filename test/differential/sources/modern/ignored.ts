export function runIgnored() { return 'ignored, and yet it runs'; }
/* istanbul ignore file */
