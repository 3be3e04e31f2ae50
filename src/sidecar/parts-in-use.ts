import type { RunningCa } from './ca/running-ca.js';
import type { Configuration } from './configuration.js';
import { keepGatewayCa } from './gateway-ca.js';
import { proxyParts, type ProxyParts, type ProxyPartsOptions } from './proxy-parts.js';
import type { Settings } from './settings.js';

/** Where parts are made from, whatever the configuration says. */
export type PartsPlaces = Omit<ProxyPartsOptions, 'before' | 'renewTrust'>;

/** The parts that new connections get. They are exchanged whole, and one exchange follows the other. */
export class PartsInUse {
  readonly #places: PartsPlaces;
  readonly #configuration: Configuration;
  #current: ProxyParts;
  #exchange: Promise<unknown> = Promise.resolve();

  constructor(current: ProxyParts, places: PartsPlaces, configuration: Configuration) {
    this.#current = current;
    this.#places = places;
    this.#configuration = configuration;
  }

  get current(): ProxyParts {
    return this.#current;
  }

  /** Present with HTTPS inspection. */
  get ca(): RunningCa | undefined {
    return this.#current.ca;
  }

  /** Does an exchange when those before it are over, whatever became of them. */
  inTurn<T>(exchange: () => Promise<T>): Promise<T> {
    const done = this.#exchange.then(exchange);
    this.#exchange = done.catch(() => undefined);
    return done;
  }

  /**
   * Makes the parts that a configuration asks for. Call it {@link inTurn}.
   *
   * @returns what puts them in use.
   * @throws GuardianError when a CA or a CA file cannot be used.
   */
  async prepare(settings: Settings): Promise<() => void> {
    const before = { settings: this.#configuration.settings, parts: this.#current };
    const parts = await proxyParts(settings, { ...this.#places, before });
    return () => {
      this.#current = parts;
    };
  }

  /**
   * Trusts the CA of the gateway behind us from the next connection on, and puts it into the bundle of clients.
   *
   * @returns whether it was new.
   */
  trustGateway(certificates: string): Promise<boolean> {
    return this.inTurn(async () => {
      if (!keepGatewayCa(this.#places.home, certificates)) return false;
      const { settings } = this.#configuration;
      const before = { settings, parts: this.#current };
      this.#current = await proxyParts(settings, { ...this.#places, before, renewTrust: true });
      await this.ca?.reload();
      return true;
    });
  }
}
