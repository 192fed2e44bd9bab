/** Reads the name of the context that kubectl uses by default. */
import { type Kubectl, tryKubectl } from './kubectl.js';

const MAX_BYTES = 2 ** 16;

/**
 * Returns the current context of the user's kubeconfig, or `null` without one: in a pod, kubectl uses its service account.
 *
 * @throws CovermainError `KUBECTL_MISSING`; the reason of the signal
 */
export async function readCurrentContext(kubectl: Kubectl, signal: AbortSignal): Promise<string | null> {
  const args = ['config', 'current-context'];
  const { exitCode, stdout } = await tryKubectl(kubectl, { namespace: null, args, signal, limit: MAX_BYTES });
  const name = stdout.toString().trim();
  return exitCode === 0 && name !== '' ? name : null;
}
