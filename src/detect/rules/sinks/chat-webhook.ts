import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'chat_webhook',
  variant: 'chat-webhook',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'sinks',
  about:
    'The secret address of a chat channel (Slack, Discord, Teams, Google Chat, Lark, WeCom, DingTalk): whoever has it writes there, and data can leave through it.',
  anatomy: 'the path of an incoming webhook with its random parts',
  source: 'https://api.slack.com/messaging/webhooks',
  match: [
    {
      re: /hooks\.slack\.com\/(?:services\/T[A-Z0-9]{5,12}\/B[A-Z0-9]{5,12}\/|workflows\/|triggers\/)(?<secret>[\w/-]{10,100})/i,
      accept: ({ secret }) => isVaried(secret),
    },
    // As logs and tests shorten it, without the two numbers in front.
    {
      re: /hooks\.slack\.com\/services\/(?<secret>[A-Za-z0-9]{40,60})(?![\w/-])/,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isVaried(secret),
    },
    {
      re: /\/services\/T[A-Z0-9]{7,12}\/B[A-Z0-9]{7,12}\/(?<secret>[A-Za-z0-9]{23,25})(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /\/api\/(?:v\d{1,2}\/)?webhooks\/\d{17,20}\/(?<secret>[\w-]{60,80})/ },
    { re: /webhook\.office\.com\/webhookb2\/(?<secret>[\w@-]{30,90}\/IncomingWebhook\/[\w/-]{30,110})/i },
    {
      re: /outlook\.office(?:365)?\.com\/webhook\/(?<secret>[\w@-]{30,90}\/IncomingWebhook\/[\w/-]{30,110})/i,
    },
    // Workflows of Power Automate, which took the place of the webhooks of Teams.
    {
      re: /logic\.azure\.com(?::443)?\/workflows\/(?<secret>[\da-f]{32}\/triggers\/[^\s"'<>]+[?&;]sig=[\w%-]+)(?![\w%-])/i,
      window: 400,
    },
    { re: /\/open-apis\/bot\/v2\/hook\/(?<secret>[\da-f-]{36})(?![\w-])/ },
    { re: /\/cgi-bin\/webhook\/send\?key=(?<secret>[\da-f-]{36})(?![\w-])/ },
    { re: /oapi\.dingtalk\.com\/robot\/send\?access_token=(?<secret>[\da-f]{64})(?![\w-])/ },
    { re: /chat\.googleapis\.com\/v1\/spaces\/[\w-]{5,20}\/messages\?key=(?<secret>[\w-]{30,50})/i },
  ],
  examples: {
    fires: [
      'hooks.slack.com/services/k3jq81mzp0sxv72lwqe5rt9yb6nd4hc1gfua8wseo5ti',
      'https://hooks.slack.com/services/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',
      'POST /api/webhooks/112233445566778899/k3Jq81mZp0sXv72LwQe5Rt9Yb6Nd4Hc1Gf_Ua8Ws-Eo5Ti7Pl3Mj2Vh9Kx0Zq4Cy',
      'https://corp.webhook.office.com/webhookb2/3f1c9a52-77de-4b0a-9d2e-1f5e0c4b7a61@9b2e4c10-5d6f-4a1b-8c3d-7e9f0a1b2c3d/IncomingWebhook/4c1d9e2f7a8b4d5c9e0f1a2b3c4d5e6f/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      'https://prod-12.westeurope.logic.azure.com:443/workflows/4c1d9e2f7a8b4d5c9e0f1a2b3c4d5e6f/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=k3Jq81mZp0sXv72LwQe5Rt9Yb6Nd4Hc1Gf_Ua8Ws-Eo',
      'https://open.larksuite.com/open-apis/bot/v2/hook/3f1c9a52-77de-4b0a-9d2e-1f5e0c4b7a61',
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=3f1c9a52-77de-4b0a-9d2e-1f5e0c4b7a61',
      'https://oapi.dingtalk.com/robot/send?access_token=4c1d9e2f7a8b4d5c9e0f1a2b3c4d5e6f0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d',
    ],
    silent: [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      'https://hooks.slack.com/services/your-webhook-goes-here',
      'https://hooks.slack.com/',
      'https://discord.com/api/webhooks/',
      '/services/TASKS/BOARD/items',
    ],
  },
};
