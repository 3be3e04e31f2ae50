import { authorityOf } from '../proxy/destination.js';
import { FrontDoor } from '../proxy/front-door/front-door.js';
import type { ProxyContext } from '../proxy/proxy-context.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';
import type { Settings } from './settings.js';

/**
 * Lets the proxy listen where the configuration says.
 *
 * @throws GuardianError `sidecar.port_taken` or `sidecar.cannot_listen`.
 */
export async function openDoor(settings: Settings, context: ProxyContext): Promise<FrontDoor> {
  const { host, port } = settings.listen;
  try {
    return await FrontDoor.listen(context, host, port);
  } catch (error) {
    const code = codeOf(error) ?? 'unknown';
    const address = authorityOf({ host, port });
    throw new GuardianError(
      code === 'EADDRINUSE'
        ? { code: 'sidecar.port_taken', args: { address } }
        : { code: 'sidecar.cannot_listen', args: { address, code } },
    );
  }
}
