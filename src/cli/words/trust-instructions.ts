import type { CaDescription } from '../../sidecar/ca/ca-description.js';
import type { Texts } from '../../text/texts.js';

/** How a person would make a system trust the CA, and how to undo it. */
export interface TrustInstruction {
  readonly system: string;
  /** Without lines of its own, the system is told apart by its description alone. */
  readonly trust: readonly string[];
  readonly undo: readonly string[];
}

/** The exported certificate, in the folder where a person stands. */
export const EXPORTED = 'traffic-guardian-ca.pem';

const LOCAL_CA = '/usr/local/share/ca-certificates/traffic-guardian-ca.crt';
const FEDORA_ANCHOR = `/etc/pki/ca-trust/source/anchors/${EXPORTED}`;
/** What the certificate is called in Mozilla's store. */
const NICKNAME = 'traffic-guardian';
const KEYCHAIN = '/Library/Keychains/System.keychain';

/** For each kind of system, in the words of its own tools (update-ca-certificates(8), update-ca-trust(8), security(1), NSS' certutil(1)). */
export function trustInstructions({ fingerprint, serial }: CaDescription, texts: Texts): TrustInstruction[] {
  return [
    {
      system: texts('cli.ca.trust.debian', {}),
      trust: [`sudo cp ${EXPORTED} ${LOCAL_CA}`, 'sudo update-ca-certificates'],
      undo: [`sudo rm ${LOCAL_CA}`, 'sudo update-ca-certificates --fresh'],
    },
    {
      system: texts('cli.ca.trust.fedora', {}),
      trust: [`sudo cp ${EXPORTED} ${FEDORA_ANCHOR}`, 'sudo update-ca-trust'],
      undo: [`sudo rm ${FEDORA_ANCHOR}`, 'sudo update-ca-trust'],
    },
    {
      system: texts('cli.ca.trust.alpine', {}),
      trust: ['apk add ca-certificates', `cp ${EXPORTED} ${LOCAL_CA}`, 'update-ca-certificates'],
      undo: [`rm ${LOCAL_CA}`, 'update-ca-certificates --fresh'],
    },
    {
      system: texts('cli.ca.trust.macos', {}),
      trust: [`sudo security add-trusted-cert -d -r trustRoot -k ${KEYCHAIN} ${EXPORTED}`],
      undo: [
        `sudo security remove-trusted-cert -d ${EXPORTED}`,
        `sudo security delete-certificate -Z ${fingerprint.replaceAll(':', '')} ${KEYCHAIN}`,
      ],
    },
    {
      system: texts('cli.ca.trust.windows', {}),
      trust: [`certutil -addstore -f Root ${EXPORTED}`],
      undo: [`certutil -delstore Root ${serial.toLowerCase()}`],
    },
    { system: texts('cli.ca.trust.wsl', {}), trust: [], undo: [] },
    {
      system: texts('cli.ca.trust.firefox', {}),
      trust: [`certutil -A -d sql:PROFILE -n ${NICKNAME} -t C,, -i ${EXPORTED}`],
      undo: [`certutil -D -d sql:PROFILE -n ${NICKNAME}`],
    },
  ];
}
