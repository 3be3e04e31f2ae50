import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { startAuthenticatingProxy } from '../support/authenticating-proxy.js';
import { startHttp2Origin, type Origin } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf } from '../support/raw.js';
import { hasTool, isInstalled, testWith } from '../support/tools.js';

let folder: string;
let caFile: string;
let origin: Origin;
let proxy: TestProxy;

beforeAll(async () => {
  origin = await startHttp2Origin((request, response) => response.end(`<p>hello over ${request.httpVersion}</p>`));
  proxy = await startTestProxy({ allow: [`localhost:${origin.port}`] });
  folder = mkdtempSync(join(tmpdir(), 'tg-strict-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, proxy.authority.certificatePem);
});
afterAll(async () => {
  await Promise.all([proxy.close(), origin.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const GO = `package main

import ("fmt"; "io"; "net/http"; "net/url"; "os")

func main() {
	proxy, _ := url.Parse(os.Args[1])
	client := http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), ForceAttemptHTTP2: true}}
	response, err := client.Get(os.Args[2])
	if err != nil { fmt.Println(err); os.Exit(1) }
	body, _ := io.ReadAll(response.Body)
	fmt.Print(string(body))
}
`;

const JAVA = `import java.net.*; import java.net.http.*;

class Main {
  public static void main(String[] args) throws Exception {
    var proxy = URI.create(args[0]);
    var credential = proxy.getUserInfo().split(":", 2);
    var client = HttpClient.newBuilder()
      .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
      .authenticator(new Authenticator() {
        protected PasswordAuthentication getPasswordAuthentication() {
          return new PasswordAuthentication(credential[0], credential[1].toCharArray());
        }
      }).build();
    System.out.print(client.send(HttpRequest.newBuilder(URI.create(args[1])).build(), HttpResponse.BodyHandlers.ofString()).body());
  }
}
`;

describe('clients with their own idea of a certificate accept ours', () => {
  testWith(hasTool('go', ['version']), 'Go')(
    'Go, over HTTP/2',
    async () => {
      const program = join(folder, 'main.go');
      writeFileSync(program, GO);
      const env = { SSL_CERT_FILE: caFile, GOCACHE: join(folder, 'go'), GOFLAGS: '-mod=mod', GO111MODULE: 'off' };
      const { stdout } = await execa('go', ['run', program, proxy.url, origin.url], { env });
      expect(stdout).toBe('<p>hello over 2.0</p>');
    },
    120_000,
  );

  testWith(hasTool('bun'), 'Bun')('Bun', async () => {
    const program = `console.log(await (await fetch(process.argv[2], { proxy: process.argv[1] })).text())`;
    const { stdout } = await execa('bun', ['-e', program, proxy.url, origin.url], {
      env: { NODE_EXTRA_CA_CERTS: caFile },
    });
    expect(stdout).toContain('hello over');
  });

  testWith(hasTool('java', ['-version']) && isInstalled('keytool'), 'Java')(
    'Java, over HTTP/2',
    async () => {
      const program = join(folder, 'Main.java');
      const store = join(folder, 'trust.p12');
      writeFileSync(program, JAVA);
      await execa('keytool', [
        '-importcert',
        '-noprompt',
        '-alias',
        'tg',
        '-file',
        caFile,
        '-keystore',
        store,
        '-storepass',
        'changeit',
      ]);
      const options = [
        `-Djavax.net.ssl.trustStore=${store}`,
        '-Djavax.net.ssl.trustStorePassword=changeit',
        '-Djdk.http.auth.tunneling.disabledSchemes=',
      ];
      const { stdout } = await execa('java', [...options, program, proxy.url, origin.url]);
      expect(stdout).toBe('<p>hello over 2.0</p>');
    },
    60_000,
  );

  testWith(isInstalled('chromium') && isInstalled('certutil'), 'Chromium with certutil')(
    'Chromium, over HTTP/2',
    async () => {
      const store = join(folder, '.pki', 'nssdb');
      mkdirSync(store, { recursive: true });
      await execa('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
      await execa('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'guardian', '-i', caFile]);
      const front = await startAuthenticatingProxy(proxy.port, basicOf(proxy.url));
      const { stdout } = await execa(
        'chromium',
        [
          ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
          ...[
            '--disable-background-networking',
            '--disable-component-update',
            `--user-data-dir=${join(folder, 'profile')}`,
          ],
          ...[`--proxy-server=127.0.0.1:${front.port}`, '--proxy-bypass-list=<-loopback>', '--dump-dom', origin.url],
        ],
        { env: { HOME: folder }, timeout: 60_000 },
      );
      front.close();
      expect(stdout).toContain('hello over 2.0');
    },
    90_000,
  );
});
