import { authorityOf } from '../proxy/destination.js';
import { FrontDoor } from '../proxy/front-door/front-door.js';
import type { ProxyContext } from '../proxy/proxy-context.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';
import type { Settings } from './settings.js';
import { readIfThere, writePrivateFile } from './state-folder.js';

/**
 * Lets the proxy listen where the configuration says. A port that the system chose is chosen again while it is free:
 * containers that are running have it in their variables.
 *
 * @param portFile Where such a port is remembered.
 * @throws GuardianError `sidecar.port_taken` or `sidecar.cannot_listen`.
 */
export async function openDoor(settings: Settings, context: ProxyContext, portFile: string): Promise<FrontDoor> {
  const { host, port } = settings.listen;
  try {
    return port === 0 ? await openSamePort(host, context, portFile) : await FrontDoor.listen(context, host, port);
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

async function openSamePort(host: string, context: ProxyContext, portFile: string): Promise<FrontDoor> {
  const remembered = rememberedPort(portFile);
  const door = await FrontDoor.listen(context, host, remembered).catch((error: unknown) => {
    if (remembered === 0) throw error;
    return FrontDoor.listen(context, host, 0);
  });
  if (door.port !== remembered) {
    try {
      writePrivateFile(portFile, String(door.port));
    } catch {
      // It listens all the same; after a restart it may be another port.
    }
  }
  return door;
}

function rememberedPort(portFile: string): number {
  try {
    const text = readIfThere(portFile)?.toString('utf8') ?? '';
    return /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : 0;
  } catch {
    return 0;
  }
}
