import { agentWork, base62, hex, uuid } from '../stage/agent-work.js';
import { WORDS } from '../stage/bodies.js';
import { anthropic } from '../stage/model-messages.js';
import { Seeded } from '../stage/seeded.js';

/** Kinds of honest text that pass all day. */
export const KINDS = ['json', 'conversation', 'html', 'script'] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_TITLES: Readonly<Record<Kind, string>> = {
  json: 'JSON of an API',
  conversation: 'conversation with a model',
  html: 'HTML',
  script: 'minified JavaScript',
};

const PARTS: Readonly<Record<Kind, (random: Seeded) => string>> = {
  json: record,
  conversation: turns,
  html: section,
  script: statement,
};

/** A text of a kind with nothing in it that a rule finds: the same for a seed everywhere, another for each seed. */
export function cleanText(kind: Kind, bytes: number, seed: number): Buffer {
  const random = new Seeded(Math.imul(seed, 0x9e3779b1) ^ (KINDS.indexOf(kind) + 1));
  const parts: string[] = [];
  for (let length = 0; length < bytes;) {
    const part = PARTS[kind](random);
    parts.push(part);
    length += part.length;
  }
  // One byte a character, so that what an expression is given is as long as what the scanner is given.
  return Buffer.from(Buffer.from(parts.join(''), 'utf8').subarray(0, bytes).toString('latin1'), 'latin1');
}

function words(random: Seeded, count: number): string {
  return Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
}

function record(random: Seeded): string {
  const name = random.pick(WORDS);
  return `${JSON.stringify({
    id: `rec_${hex(random, 12)}`,
    request_id: uuid(random),
    name: words(random, 3),
    description: words(random, 6 + random.next(12)),
    created_at: new Date(Date.UTC(2026, random.next(12), 1 + random.next(28), random.next(24))).toISOString(),
    amount: random.next(1e6) / 100,
    active: random.next(2) === 0,
    owner: {
      login: name,
      email: `${name}@example.com`,
      avatar_url: `https://cdn.example.com/u/${random.next(9999)}?v=4`,
    },
    tags: [random.pick(WORDS), random.pick(WORDS)],
    etag: hex(random, 40),
    next: `https://api.example.com/v1/records?page=${random.next(99)}&per_page=100`,
  })},`;
}

function turns(random: Seeded): string {
  // A place of secrets that leaves is a finding by rule, so what is called clean names none.
  return anthropic.request(agentWork(random.next(1e9), 2), 2, true).replaceAll('.env', '.conf');
}

function section(random: Seeded): string {
  const id = base62(random, 6);
  return (
    `<section id="${id}" class="card card--${random.pick(WORDS)}"><h2>${words(random, 4)}</h2>` +
    `<p>${words(random, 20)}, <a href="/docs/${random.pick(WORDS)}/${random.next(99)}.html" rel="noopener">${words(random, 2)}</a>.</p>` +
    `<img src="https://img.example.com/${hex(random, 16)}.webp" alt="" width="${random.next(800)}" loading="lazy">` +
    `<pre><code class="language-js">const ${random.pick(WORDS)} = await ${random.pick(WORDS)}(&quot;${words(random, 2)}&quot;);</code></pre>` +
    `<script type="application/json">{"id":"${id}","open":${random.next(2) === 0}}</script></section>\n`
  );
}

function statement(random: Seeded): string {
  const [a, b, c] = [base62(random, 1), base62(random, 2), base62(random, 1)].map((name) => `_${name}`);
  return random.pick([
    `function ${b}(${a},${c}){return ${a}&&${c}?${a}.${random.pick(WORDS)}(${c}):void 0}`,
    `var ${b}=Object.defineProperty,${a}=${c}=>{let e=${c}.${random.pick(WORDS)};return"string"==typeof e?e.split("${random.pick(WORDS)}"):[]};`,
    `${b}.prototype.${random.pick(WORDS)}=function(${a}){for(var t=0;t<${a}.length;t++)this.${random.pick(WORDS)}[t]^=${random.next(65536)};return this},`,
    `switch(${a}.type){case"${random.pick(WORDS)}":return{...${c},${random.pick(WORDS)}:!0};default:throw Error("${words(random, 3)}")}`,
    `${c}.exports=JSON.parse('{"${random.pick(WORDS)}":"${words(random, 2)}","${random.pick(WORDS)}":${random.next(999)}}');`,
  ]);
}
