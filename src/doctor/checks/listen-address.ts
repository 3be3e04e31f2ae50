import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { Check } from '../check.js';
import { fail, ok, skip, warn } from '../verdict.js';

/** Where the proxy listens, and who can reach it there. */
export const listenAddress: Check = {
  code: 'listen_address',
  run: ({ settings }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    const { host } = settings.listen;
    const remedy = { code: 'doctor.listen.remedy', args: {} } as const;
    if (host === 'localhost' || ipaddr.process(host).range() === 'loopback') {
      return ok({ code: 'doctor.listen.loopback', args: { host } });
    }
    const own = addresses();
    if (host === '0.0.0.0' || host === '::') {
      const reached = own.filter(({ name }) => name !== 'lo').map(({ address, name }) => `${address} (${name})`);
      return [warn({ code: 'doctor.listen.everywhere', args: { host, reached: reached.join(', ') } }, remedy)];
    }
    const found = own.find(({ address }) => address === host);
    if (found === undefined) return [fail({ code: 'doctor.listen.not_ours', args: { host } }, remedy)];
    const { name } = found;
    // The bridges of Docker and Podman carry containers of this machine alone.
    return /^(?:docker|br-|podman|cni)/.test(name)
      ? ok({ code: 'doctor.listen.bridge', args: { host, name } })
      : [warn({ code: 'doctor.listen.network', args: { host, name } }, remedy)];
  },
};

function addresses(): { readonly name: string; readonly address: string }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? []).map(({ address }) => ({ name, address })),
  );
}
