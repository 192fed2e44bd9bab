/** `import 'covermain/auto'` without the export condition `covermain` does nothing. */
export {};
