import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'encoded_launcher',
  variant: 'code',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'high',
  group: 'launchers',
  about: 'A program decodes a text and runs the result as code: the usual wrapping of malicious packages.',
  anatomy:
    'exec or eval directly around a decoder: base64, zlib, marshal, codecs, atob, Buffer.from, gzinflate, unpack',
  source: 'https://attack.mitre.org/techniques/T1027/ and https://attack.mitre.org/techniques/T1059/006/',
  match: [
    {
      re: /(?<![\w.])(?:exec|eval|os\.system|os\.popen|subprocess\.\w{3,12})\s*\(\s*(?:compile\s*\(\s*)?(?:(?:__import__\s*\(\s*\\?["']\w+\\?["']\s*\)\s*\.)|(?:base64|zlib|marshal|codecs|binascii|bz2|lzma|gzip)\s*\.\s*)(?:b(?:64|32|16|85)decode|a2b_\w+|unhexlify|decompress|loads|decode)\s*\(/,
    },
    {
      re: /(?<![\w.])(?:exec|eval)\s*\(\s*(?:compile\s*\(\s*)?(?:b64decode|b32decode|unhexlify|bytes\.fromhex|bytearray\.fromhex)\s*\(/,
    },
    {
      re: /(?<![\w.])exec\s*\(\s*(?:bytes|bytearray|["']["']\.join|str)\s*\(\s*(?:\[\s*\d{1,3}\s*,|map\s*\(\s*chr|chr\s*\()/,
    },
    { re: /(?<![\w.])(?:exec|eval)\s*\(\s*["']["']\.join\s*\(\s*(?:\[?\s*chr\s*\(|map\s*\(\s*chr)/ },
    {
      re: /(?<![\w.-])python[\d.]{0,4}\s+(?:-\w+\s+)*-c\s[^\n]*(?:b64decode|a85decode|b32decode|unhexlify|fromhex|codecs\.decode|decompress)\s*\([^\n]*/,
      window: 400,
      accept: ({ text, after }) => /exec|eval|system|popen|subprocess/.test(text + after),
    },
    {
      re: /(?<![\w.$])(?:eval|setTimeout|execSync|exec|runInThisContext|runInNewContext)\s*\(\s*(?:unescape|decodeURIComponent|atob|Buffer\.from)\s*\(\s*["'`][\w+/=%]{12}/,
    },
    {
      re: /(?<![\w.$])(?:eval|execSync|exec|runInThisContext)\s*\(\s*(?:window\.|globalThis\.)?(?:atob|Buffer\.from|String\.fromCharCode)\s*\(/,
    },
    {
      re: /(?<![\w.-])node\s+(?:-e|--eval)\s[^\n]*(?:eval|exec\w*|Function)\s*\([^\n]*(?:atob|Buffer\.from)\s*\(/,
      window: 400,
    },
    {
      re: /(?<![\w.$])(?:eval|assert|system|exec|passthru|shell_exec)\s*\(\s*@?(?:gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev|convert_uudecode|hex2bin)\s*\(\s*["'$@\w]/,
    },
    {
      re: /(?<![\w.-])(?:eval|exec|system)\s*\(?\s*(?:Base64\.(?:strict_|urlsafe_)?decode64|(?:MIME::Base64::)?decode_base64|\[?["'][\w+/=]{16,80}["']\]?\.unpack|unpack\s*\(?\s*["']?[umH])/,
    },
    { re: /(?<![\w.$])eval\s*\(\s*function\s*\(p,a,c,k,e,[dr]\)/ },
    { re: /pickle\.loads\s*\(\s*(?:base64\.)?b64decode\s*\(/ },
    { re: /c(?:os|posix|nt)\n(?:system|popen)\n\(S'/ },
  ],
  examples: {
    fires: [
      "exec(base64.b64decode('aW1wb3J0IG9z'))",
      "exec(__import__('base64').b64decode('aW1wb3J0IG9z'))",
      'exec(zlib.decompress(base64.b64decode(b"eJx")))',
      "exec(''.join(chr(x) for x in [112,114]))",
      'python3 -c "import base64;exec(base64.b64decode(\'aW1wb3J0IG9z\'))"',
      "eval(atob('Y29uc29sZS5sb2coMSk='))",
      "eval(Buffer.from('Y29uc29sZQ==', 'base64').toString())",
      "eval(gzinflate(base64_decode('7X1rd9s2')));",
      'ruby -e "eval(Base64.decode64(\'cHV0cw==\'))"',
    ],
    silent: [
      'const text = atob(data);',
      'payload = json.loads(base64.b64decode(body))',
      'python3 -c \'import base64;print(base64.b64decode("aGk="))\'',
      'new Function("a", "return a")',
      '$data = base64_decode($input);',
    ],
  },
};
