/** nyc's loader of its configuration, apart from the code that every command loads. */
export { loadNycConfig } from '@istanbuljs/load-nyc-config';
