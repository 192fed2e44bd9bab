/** `covermain`: what programs use; test mains import `covermain/harness`. */
export { CovermainError, type ErrorCode, SettingError } from './errors.js';
