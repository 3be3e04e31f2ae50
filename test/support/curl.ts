import { execa } from 'execa';

/** What curl saw. */
export interface CurlResult {
  readonly exitCode: number;
  readonly status: number;
  readonly body: Buffer;
  readonly stderr: string;
}

/** Runs the real curl through a proxy. The output ends with the status code, as `-w` writes it. */
export async function curl(
  proxyUrl: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CurlResult> {
  const result = await execa('curl', ['-sS', '--max-time', '20', '-w', '\n%{http_code}', '-x', proxyUrl, ...args], {
    encoding: 'buffer',
    reject: false,
    env: { ...env, HTTP_PROXY: '', HTTPS_PROXY: '', NO_PROXY: '', no_proxy: '' },
    maxBuffer: 1_000_000_000,
  });
  const out = Buffer.from(result.stdout);
  const newline = out.lastIndexOf(10);
  return {
    exitCode: result.exitCode ?? -1,
    status: Number(out.subarray(newline + 1).toString()),
    body: out.subarray(0, newline),
    stderr: Buffer.from(result.stderr).toString(),
  };
}
