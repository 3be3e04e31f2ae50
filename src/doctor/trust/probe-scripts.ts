/**
 * Small programs that open a tunnel through the proxy by themselves and then TLS in the usual way of their language, so
 * that only its trust decides. They print TRUSTED or REFUSED. The proxy is in TRUST_PROXY, the name in TRUST_HOST.
 */

/** Node, Bun and Deno. */
export const JAVASCRIPT = `
import net from 'node:net';
import tls from 'node:tls';
const proxy = new URL(process.env.TRUST_PROXY);
const host = process.env.TRUST_HOST;
const raw = net.connect(Number(proxy.port || 80), proxy.hostname);
const basic = Buffer.from(decodeURIComponent(proxy.username) + ':' + decodeURIComponent(proxy.password)).toString('base64');
raw.on('error', () => process.exit(3));
raw.once('connect', () => raw.write('CONNECT ' + host + ':443 HTTP/1.1\\r\\nHost: ' + host + ':443\\r\\nProxy-Authorization: Basic ' + basic + '\\r\\n\\r\\n'));
raw.once('data', (head) => {
  if (!head.toString('latin1').startsWith('HTTP/1.1 200')) process.exit(3);
  const socket = tls.connect({ socket: raw, servername: host });
  socket.once('secureConnect', () => { console.log('TRUSTED'); process.exit(0); });
  socket.once('error', () => { console.log('REFUSED'); process.exit(0); });
});
`;

export const PYTHON_SSL = `
import base64, os, socket, ssl, urllib.parse
proxy = urllib.parse.urlsplit(os.environ['TRUST_PROXY'])
host = os.environ['TRUST_HOST']
raw = socket.create_connection((proxy.hostname, proxy.port or 80), 10)
basic = base64.b64encode((urllib.parse.unquote(proxy.username or '') + ':' + urllib.parse.unquote(proxy.password or '')).encode()).decode()
raw.sendall(('CONNECT %s:443 HTTP/1.1\\r\\nHost: %s:443\\r\\nProxy-Authorization: Basic %s\\r\\n\\r\\n' % (host, host, basic)).encode())
if not raw.recv(4096).startswith(b'HTTP/1.1 200'):
    raise SystemExit(3)
try:
    ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    print('TRUSTED')
except ssl.SSLCertVerificationError:
    print('REFUSED')
`;

/** requests and httpx read the proxy from the environment. */
export const PYTHON_REQUESTS = `
import os, requests
try:
    requests.get('https://' + os.environ['TRUST_HOST'] + '/', timeout=10)
    print('TRUSTED')
except requests.exceptions.SSLError:
    print('REFUSED')
`;

export const PYTHON_HTTPX = `
import os, httpx
try:
    httpx.get('https://' + os.environ['TRUST_HOST'] + '/', timeout=10)
    print('TRUSTED')
except httpx.ConnectError as error:
    print('REFUSED' if 'CERTIFICATE' in str(error).upper() else 'UNKNOWN')
`;

export const RUBY = `
require 'base64'
require 'openssl'
require 'socket'
require 'uri'
proxy = URI(ENV['TRUST_PROXY'])
host = ENV['TRUST_HOST']
raw = TCPSocket.new(proxy.hostname, proxy.port)
basic = Base64.strict_encode64(URI.decode_www_form_component(proxy.user.to_s) + ':' + URI.decode_www_form_component(proxy.password.to_s))
raw.write("CONNECT #{host}:443 HTTP/1.1\\r\\nHost: #{host}:443\\r\\nProxy-Authorization: Basic #{basic}\\r\\n\\r\\n")
exit 3 unless raw.readpartial(4096).start_with?('HTTP/1.1 200')
context = OpenSSL::SSL::SSLContext.new
context.set_params
socket = OpenSSL::SSL::SSLSocket.new(raw, context)
socket.hostname = host
begin
  socket.connect
  puts 'TRUSTED'
rescue OpenSSL::SSL::SSLError
  puts 'REFUSED'
end
`;

/** Without net/http, which takes a minute to compile. */
export const GO = `package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
)

func main() {
	proxy, _ := url.Parse(os.Getenv("TRUST_PROXY"))
	host := os.Getenv("TRUST_HOST")
	raw, err := net.Dial("tcp", proxy.Host)
	if err != nil {
		os.Exit(3)
	}
	password, _ := proxy.User.Password()
	basic := base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))
	fmt.Fprintf(raw, "CONNECT %s:443 HTTP/1.1\\r\\nHost: %s:443\\r\\nProxy-Authorization: Basic %s\\r\\n\\r\\n", host, host, basic)
	head, _ := bufio.NewReader(raw).ReadString('\\n')
	if !strings.HasPrefix(head, "HTTP/1.1 200") {
		os.Exit(3)
	}
	var unknown x509.UnknownAuthorityError
	err = tls.Client(raw, &tls.Config{ServerName: host}).Handshake()
	if err == nil {
		fmt.Println("TRUSTED")
	} else if errors.As(err, &unknown) {
		fmt.Println("REFUSED")
	}
}
`;

export const JAVA = `
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

public class TrustProbe {
  public static void main(String[] arguments) throws Exception {
    URI proxy = URI.create(System.getenv("TRUST_PROXY"));
    String host = System.getenv("TRUST_HOST");
    Socket raw = new Socket(proxy.getHost(), proxy.getPort());
    String user = URLDecoder.decode(proxy.getRawUserInfo() == null ? ":" : proxy.getRawUserInfo(), "UTF-8");
    String basic = Base64.getEncoder().encodeToString(user.getBytes("UTF-8"));
    OutputStream out = raw.getOutputStream();
    out.write(("CONNECT " + host + ":443 HTTP/1.1\\r\\nHost: " + host + ":443\\r\\nProxy-Authorization: Basic " + basic + "\\r\\n\\r\\n").getBytes("UTF-8"));
    byte[] head = new byte[4096];
    int length = raw.getInputStream().read(head);
    if (!new String(head, 0, Math.max(0, length), "ISO-8859-1").startsWith("HTTP/1.1 200")) System.exit(3);
    try {
      ((SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(raw, host, 443, true)).startHandshake();
      System.out.println("TRUSTED");
    } catch (SSLHandshakeException refused) {
      System.out.println("REFUSED");
    }
  }
}
`;
