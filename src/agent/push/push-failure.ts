/** Describes why a push has failed. No message contains the query of the URL. */
import { connectionReasonOf } from '../../platform/connection-reason.js';
import { pluralize } from '../../platform/plural-forms.js';
import { hidePushSecrets } from '../../settings/push-url.js';

/** Result of the last attempt of a push. */
export type FailedAttempt =
  | { readonly kind: 'refused'; readonly status: number; readonly code: string | undefined }
  | { readonly kind: 'unreachable'; readonly error: unknown }
  | { readonly kind: 'timeout'; readonly milliseconds: number };

/**
 * Returns the message about a failed push.
 *
 * @param url as the setting has it
 * @param attempts number of attempts
 */
export function describePushFailure(url: string, failure: FailedAttempt, attempts: number): string {
  const { reason, advice } = describeFailedAttempt(failure, attempts);
  return `Cannot push the profile to ${hidePushSecrets(url)}: ${reason}. ${advice}`;
}

/** Returns the reason as a clause, and what to do as sentences. */
function describeFailedAttempt(
  failure: FailedAttempt,
  attempts: number,
): { readonly reason: string; readonly advice: string } {
  const after = attempts > 1 ? ` after ${pluralize(attempts, 'attempt')}` : '';
  switch (failure.kind) {
    case 'refused': {
      const { status, code } = failure;
      const detail = code === undefined ? '' : ` (${code})`;
      return { reason: `the server answered ${status}${detail}${after}`, advice: adviceFor(status) };
    }
    case 'unreachable':
      return {
        reason: `${connectionReasonOf(failure.error)}${after}`,
        advice: isAboutCertificate(failure.error)
          ? 'Check the certificate of the server. NODE_EXTRA_CA_CERTS adds authorities.'
          : 'Check the address in COVER_PUSH, and that its server is running.',
      };
    case 'timeout':
      return {
        reason: `the server did not answer within ${failure.milliseconds} ms${after}`,
        advice: 'Check the server, or raise COVER_PUSH_TIMEOUT.',
      };
  }
}

function adviceFor(status: number): string {
  if (status >= 300 && status < 400)
    return 'Redirects are not followed. Set COVER_PUSH to the final address.';
  switch (status) {
    case 401:
    case 403:
      return 'Check COVER_PUSH_TOKEN, or whether a presigned URL has expired.';
    case 404:
    case 405:
      return 'Check the path in COVER_PUSH: that of `covermain receive` is /v1/cover/push/.';
    case 413:
      return 'Raise the size limit of the server.';
    default:
      return status >= 500 || status === 408 || status === 429
        ? 'Check the server, or raise COVER_PUSH_TIMEOUT.'
        : 'Check that COVER_PUSH names a server that accepts profiles by PUT.';
  }
}

function isAboutCertificate(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /CERT|ERR_TLS|UNABLE_TO_/.test(code);
}
