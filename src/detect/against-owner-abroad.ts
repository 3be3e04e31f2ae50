import { utf8Of } from './checks/utf8-of.js';
import type { Candidate } from './rule.js';

/**
 * Orders against the one for whom an agent works, in other languages than English, where a model has been addressed in them.
 * Notes for agents in honest projects ("Hinweis für KI-Agenten: Tests vor dem Commit ausführen") ask for nothing of this.
 */
const SENDS =
  /\b(?:schicke?|schicken|sende|senden|leite|leiten|übermittle|kopiere|füge|envoie|envoyez|transmets|transmettez|transmettre|transfère|transférez|copiez|envía|envíe|enviar|manda|mande|reenvía|envie|envia|encaminhe|copie|invia|inviate|inoltra|stuur|verzend|wyślij|prześlij)(?![a-zà-ɏа-я])|отправь|перешли|скопируй|загрузи|gönder|ilet(?![a-zà-ɏа-я])|发送|发到|上传|转发|發送|上傳|送信し|転送し|アップロードし|보내|전송|전달하|업로드/;
/** What is his; that something goes to an address is said in newspapers as well. */
const HIS =
  /\.env\b|~\/|historique|cronologia|historial|contactos|메일함|passw|zugangsdaten|umgebungsvariablen|mots? de passe|coordonnées bancaires|contraseñ|senhas?(?![a-zà-ɏа-я])|wachtwoord|hasł[oa]|парол|переменные окружения|şifre|密码|密碼|环境变量|環境変数|パスワード|비밀번호|환경 변수/;
const DELETES =
  /lösch|supprim|borra|elimina|apagu|exclua|cancell|verwijder|usuń|удали|(?<![a-zà-ɏа-я])sil(?![a-zà-ɏа-я])|削除|삭제|删除/;
const KEPT =
  /backup|sicherung|sauvegarde|copias? de seguridad|historial|cópias? de segurança|historique|cronologia|kopie zapasowe|резервн|yedek|备份|バックアップ|백업|repositor/;
const FORGETS =
  /vergiss|vergessen sie|ignorier|missachte|oublie|ignore[zr]?(?![a-zà-ɏа-я])|ignora(?![a-zà-ɏа-я])|ignorate|olvida|olvide|desconsidere|esqueça|dimentica|negeer|vergeet|zapomnij|zignoruj|забудь|игнорируй|unut|yok say|忘记|忘掉|忽略|无视|破棄|無視|忘れ|잊|무시/;
const WAS_SAID =
  /anweisung|vorgaben|regeln|consignes|instruc|instruç|règles|reglas|regras|regole|istruzioni|instructies|regels|poleceni|instrukcj|инструкц|правил|talimat|规则|指令|指示|ルール|지시|usuario|usuário|utente|utilisateur|gebruiker|(?:be)?nutzer/;
const APPROVES =
  /(?:aprueba|approuve|genehmige|approva|zatwierdź|aprove|keur)(?![a-zà-ɏа-я])[^.\n]{0,40}(?:pago|paiement|zahlung|merge|przelew|pull request|pagamento|betaling)|(?:ändere|wijzig|cambia|modifica|modifie|altere|zmień)(?![a-zà-ɏа-я])[^.\n]{0,40}(?:rekeningnummer|kontonummer|bankverbindung|iban|número de cuenta|numer konta)/;
const RUNS = /(?:curl|wget)\s[^\n|]{0,80}\|\s*(?:ba|z)?sh\b/;
/** Behind his back. */
const SECRETLY =
  /erwähne (?:das|dies|es) nicht|\bsage? (?:dem|den) (?:be)?nutzern? nichts|ohne (?:es )?(?:dem|den) (?:be)?nutzer|\bne (?:rien |le )?(?:dis|dites|dire|mentionne[sz]?)[^.\n]{0,24}utilisateur|\bno (?:le |lo )?(?:menciones|digas|informes)[^.\n]{0,24}usuario|não (?:mencione|diga|informe|conte)[^.\n]{0,24}usuário|\bnon (?:dire|dite|menzionare|informare)[^.\n]{0,24}utente|\b(?:vertel|zeg) (?:het )?(?:aan )?de gebruiker n(?:iet|iks)|nie (?:informuj|mów)[^.\n]{0,20}użytkownik|не (?:говори|сообщай|рассказывай)[^.\n]{0,24}пользовател|kullanıcıya (?:söyleme|bildirme|haber verme)|(?:不要|别|別|勿)(?:告诉|告訴|告知|通知)(?:用户|用戶|使用者)|ユーザー?(?:に|には)(?:何も)?(?:知らせず|言わず|伝えず|知らせない)|사용자(?:에게|한테)는?\s*(?:알리지|말하지)/;
/** "Schicke niemals ...", "n'envoyez pas ...", "不要上传 ...". */
const FORBIDS =
  /(?<![a-zà-ɏа-я])(?:nicht|nie|niemals|kein[a-zà-ɏа-я]*|bevor|ne|n['’]|jamais|avant|no|nunca|antes|não|non|mai|prima|niet|nooit|geen|voordat|zanim|не|никогда|перед|önce|asla)(?![a-zà-ɏа-я])|不要|别|請勿|请勿|禁止|しないで|前に|하지 마|전에/;
const SENTENCE_ENDS = /[.!?;](?=\s|$)|[。！？；\n]/;

const saysBoth = (sentence: string, does: RegExp, what: RegExp): boolean => {
  const verb = does.exec(sentence);
  return verb !== null && what.test(sentence) && !FORBIDS.test(sentence.slice(0, verb.index));
};

function isAgainstOwner(sentence: string): boolean {
  return (
    SECRETLY.test(sentence) ||
    saysBoth(sentence, SENDS, HIS) ||
    saysBoth(sentence, DELETES, KEPT) ||
    saysBoth(sentence, FORGETS, WAS_SAID) ||
    APPROVES.test(sentence) ||
    RUNS.test(sentence)
  );
}

/** Whom a line or a sentence begins by addressing: "Hinweis für KI-Assistenten: ", "Si vous êtes une IA, ". */
const ADDRESSES = /^[^.\n。!?]{0,80}?(?:[:：,，、!！]|라면)/;
const BEGINS = /(?:^|[\n.!?。>"'#*(/-]|^)[^.\n。!?:：]{0,32}$/;

/**
 * Whether a text speaks to a model by its name and has it act against the one it works for.
 */
export function isAgainstOwnerAbroad({
  before,
  text,
  further,
}: Pick<Candidate, 'before' | 'text' | 'further'>): boolean {
  // The name may be matched with the sign behind it
  const behind = utf8Of(`${text.at(-1) ?? ''}${further}`).toLowerCase();
  return (
    ADDRESSES.test(behind) &&
    BEGINS.test(utf8Of(before)) &&
    behind.split(SENTENCE_ENDS).some((said) => isAgainstOwner(said))
  );
}
