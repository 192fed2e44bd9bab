/** All settings of pushes. */
import type { Environment } from './environment.js';
import { type PushOccasion, pushOccasionOf } from './push-on.js';
import { pushTimeoutOf } from './push-timeout.js';
import { pushTokenOf } from './push-token.js';
import { pushUrlOf } from './push-url.js';

export interface PushSettings {
  /** URL as given, with placeholders. */
  readonly url: string;
  /** Maximum milliseconds of one push, with all its retries. */
  readonly timeout: number;
  readonly occasion: PushOccasion;
  /** Bearer token that the pushes send; `null` sends no such header. */
  readonly token: string | null;
}

/** Returns the settings, or `null` without a URL. All are validated even then. @throws SettingError */
export function pushOf(environment: Environment): PushSettings | null {
  const url = pushUrlOf(environment);
  const timeout = pushTimeoutOf(environment);
  const occasion = pushOccasionOf(environment);
  const token = pushTokenOf(environment);
  return url === null ? null : { url, timeout, occasion, token };
}
