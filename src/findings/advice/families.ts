/**
 * Patterns that mean the same to whoever reads of them, by family: what happened, why it matters and what to do now is
 * said once for each (`advice.<family>.…` in i18n).
 */
export const adviceFamilies = {
  token: ['ai_api_key', 'vendor_token', 'generic_secret', 'jwt', 'aws_access_key_id', 'password_hash'],
  login: ['url_credentials', 'database_url'],
  private_key: ['private_key_pem', 'private_key_file'],
  wallet: ['wallet_secret'],
  payment: ['card_number', 'iban'],
  own_secret: ['watched_secret'],
  canary: ['canary_token'],
  secret_place: [
    'cloud_credential_path',
    'dotenv_path',
    'sensitive_unix_path',
    'ssh_key_path',
    'whatsapp_session_path',
  ],
  drop: ['exfil_sink', 'encoded_exfil', 'chat_webhook'],
  received_secret: ['leaked_private_key', 'leaked_cloud_credentials'],
  inner_address: ['internal_address'],
  command: [
    'pipe_to_shell',
    'encoded_launcher',
    'shell_exec_flag',
    'shell_escape',
    'command_injection',
    'system_tool_abuse',
  ],
  remote_control: ['reverse_shell', 'web_shell'],
  persistence: ['persistence', 'authorized_keys_injection'],
  destruction: ['destructive_remove', 'destructive_command', 'defence_disabled'],
  credential_theft: ['credential_read', 'credential_exfiltration'],
  instruction: ['prompt_injection', 'exfil_instruction'],
  hidden_text: ['hidden_text'],
} as const satisfies Record<string, readonly string[]>;

export type AdviceFamily = keyof typeof adviceFamilies;

/** The family of a pattern; undefined for one that a newer version made. */
export function familyOf(pattern: string): AdviceFamily | undefined {
  return families.find((family) => adviceFamilies[family].some((each) => each === pattern));
}

export const families = Object.keys(adviceFamilies).filter((name): name is AdviceFamily =>
  Object.hasOwn(adviceFamilies, name),
);
