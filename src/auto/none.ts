/** `import 'covermain/auto'` without the condition `covermain`: nothing. */
export {};
