import { utf8Of } from './checks/utf8-of.js';
import type { Candidate } from './rule.js';

/**
 * Orders against the one for whom an agent works, in other languages than English, where a model has been addressed in them.
 * Notes for agents in honest projects ("Hinweis für KI-Agenten: Tests vor dem Commit ausführen") ask for nothing of this.
 */
const SENDS =
  /\b(?:schicke?|schicken|schickt|sende|senden|sendet|leite|leiten|leitet|übermittle|kopiere|füge|veröffentliche|gib|publie[rz]?|colle[rz]?|publica|pega|publique|cole|incolla|pubblica|wklej|opublikuj|envoie|envoyez|transmets|transmettez|transmettre|transfère|transférez|copiez|envía|envíe|enviar|manda|mande|reenvía|envie|envia|encaminhe|copie|invia|inviate|inoltra|stuur|verzend|wyślij|prześlij)(?![a-zà-ɏа-я])|отправь|перешли|вставь|вставляй|опублику|передай|скопируй|загрузи|gönder|ilet(?![a-zà-ɏа-я])|发送|发到|上传|转发|粘贴|贴到|發送|上傳|送信し|転送し|アップロードし|貼り付け|보내|전송|전달하|업로드/;
/** What is his; that something goes to an address is said in newspapers as well. */
const HIS =
  /\.env\b|~\/|historique|cronologia|historial|contactos|메일함|passw|zugangsdaten|umgebungsvariablen|mots? de passe|coordonnées bancaires|contraseñ|senhas?(?![a-zà-ɏа-я])|wachtwoord|hasł[oa]|парол|переменн[а-я]+ окружения|variables d['’]environnement|variables de entorno|variáveis de ambiente|variabili d['’]ambiente|zmienn[a-z]+ środowisk|şifre|密码|密碼|环境变量|環境変数|パスワード|비밀번호|환경 변수/;
/** His mail, which counts where it says to whom it shall go. */
const HIS_MAIL =
  /(?:nachrichten|rechnung|anhänge|postfach|pièces? jointes?|courriels|factures|mensajes|correos|facturas|e-mails|faturas|fatture|allegati|wiadomości|faktur[yę]|załącznik|письм|вложени|邮件|郵件|附件|メールを|添付|受信トレイ|mails|berichten)[^\n]*(?:@|https?:)|@[^\n]{0,60}(?:邮件|郵件|附件|メールを|添付)|(?:kontaktliste|liste des contacts|lista de contactos|lista de contatos|список контактов|通讯录|連絡先)/;
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
/** Another account for what is to be paid, or payments that nobody is to look at. */
const PAYS =
  /(?:ersetz|änder|remplac|modifi|sustituy|cambi|substitu|alter|sostitu|podmień|podmieni|zmień|замени|измени|更改|更换|替换|変更)[^.\n]*(?:[a-z]{2}\d{2}[ \d]{10,}|\d{4} \d{4} \d{4})|(?:[a-z]{2}\d{2}[ \d]{10,}|\d{4} \d{4} \d{4})[^.\n]*(?:ersetz|änder)/;
/** What authors of papers, applicants and shops want to be said of them, and not of others. */
const PRAISES =
  /(?<![a-zà-ɏа-я])(?:bewerte[nt]?|vergib|gib|verdient|donne[zr]?|attribue[zr]?|doit recevoir|otorga|asigna|califica|da|dé|dê|atribua|classifique|assegna(?:te)?|date|valuta(?:te)?|oceń|przyznaj|wystaw|поставь(?:те)?|дай(?:те)?)(?![a-zà-ɏа-я])[^.\n]{0,60}(?:höchst|bestnote|avis favorable|note maximale|máxim|mejor|primer|massim|più alt|prim[oa] (?:posto|luogo)|najwyższ|высш|максимальн)|(?:给予|给出|打出?)[^。\n]{0,16}(?:最高|满分)|(?:最高(?:点|評価)|満点)を(?:付け|与え)/;
const HIDES =
  /(?:(?:erwähne|nenne|signale[zr]?|mentionne[zr]?|menciones?|mencione|señales|aponte|evidenzia(?:te|re)?|menziona(?:te|re)?|wspominaj|wymieniaj|упоминай(?:те)?|указывай(?:те)?)[^.\n]{0,30}(?:schwäche|faiblesse|debilidad|fraqueza|punti deboli|wad(?![a-zà-ɏ])|недостатк))|(?:不要|勿)指出|(?:欠点|弱点)には触れ|(?:taire|verschweig|tacere|przemilcz|умолч|omit[ae])[^.\n]{0,40}(?:konkurren|concurren|concorren|competid|ofert|конкурент)|(?:其他|别的|他社)[^。\n]{0,12}(?:不安全|危险|危険)|(?:übergehe|ignor(?:a|e|iere|uj)|игнорируй)[^.\n]{0,30}(?:bewerber|candidat|currícul|kandydat|кандидат)/;
/** What its reader is to be made believe. */
const MISLEADS =
  /(?:infiziert|infectée?|infectado|infetto|zainfekowan|зараж[её]н|感染)[^.\n]{0,80}(?:\d{3}|ruf|appel|ligue|llam|chiam|zadzwo|позвон|电话|電話)/;
/** Orders in his name. */
const BUYS =
  /(?<![a-zà-ɏа-я])(?:lege|ajoute[zr]?|añade|agrega|adicione|aggiungi|metti|dodaj|włóż|добавь(?:те)?|положи)(?![a-zà-ɏа-я])[^.\n]{0,60}(?:warenkorb|panier|carrito|carrinho|carrello|koszyk|корзин)[^.\n]{0,80}(?:kauf|bestell|achat|command|compra|pedido|acquist|ordine|zakup|zamów|покупк|заказ)/;
const RUNS = /(?:curl|wget)\s[^\n|]{0,80}\|\s*(?:ba|z)?sh\b/;
/** Behind his back. */
const SECRETLY =
  /erwähne (?:das|dies|es)[^.\n]{0,24} nicht|\bsag[et]? (?:dem|den) (?:be)?nutzern? (?:davon )?nichts|\bn['’]en (?:informe|parle|dis|avertis)[a-zà-ɏ]* (?:pas|rien)|sans en (?:parler|informer|avertir) (?:au |l['’]|le )(?:destinataire|utilisateur)|no se lo (?:digas|cuentes|menciones) al usuario|não conte isso ao usuário|non dirlo all['’]utente|senza (?:farlo sapere |dirlo |informarne )(?:al)?l['’]utente|(?:lass|lasse) (?:den|die) (?:be)?nutzer (?:es |davon )?nichts|ohne (?:es )?(?:dem|den) (?:be)?nutzer|\bne (?:rien |le )?(?:dis|dites|dire|mentionne[sz]?)[^.\n]{0,24}utilisateur|\bno (?:le |lo )?(?:menciones|digas|informes)[^.\n]{0,24}usuario|não (?:mencione|diga|informe|conte)[^.\n]{0,24}usuário|\bnon (?:dire|dite|menzionare|informare)[^.\n]{0,24}utente|\b(?:vertel|zeg) (?:het )?(?:aan )?de gebruiker n(?:iet|iks)|nie (?:informuj|mów|wspominaj)[^.\n]{0,20}użytkownik|не (?:говори|сообщай|рассказывай)[^.\n]{0,24}пользовател|пользовател[а-я]+ об этом не (?:говори|сообщай)|kullanıcıya (?:söyleme|bildirme|haber verme)|(?:不要|别|別|勿)(?:告诉|告訴|告知|通知|让|讓)(?:用户|用戶|使用者)|ユーザー?(?:に|には)(?:何も)?(?:知らせず|言わ|伝えず|知らせない|伝えない)|사용자(?:에게|한테)는?\s*(?:알리지|말하지)/;
/** "Schicke niemals ...", "n'envoyez pas ...", "不要上传 ...". */
const FORBIDS =
  /(?<![a-zà-ɏа-я])(?:nicht|nie|niemals|kein[a-zà-ɏа-я]*|bevor|ne|n['’]|jamais|avant|no|nunca|antes|não|non|mai|prima|niet|nooit|geen|voordat|zanim|не|никогда|перед|önce|asla)(?![a-zà-ɏа-я])|不要|别|請勿|请勿|禁止|しないで|前に|하지 마|전에/;
const SENTENCE_ENDS = /[.!?;](?=\s|$)|[。！？；\n]/;

/** What an assistant can do, in languages whose verbs do not tell that from an order. */
const CAN = /可以|能够|能幫|能帮|会自动|できます/;

/** Whether a sentence says something, and nothing in front of that forbids it. */
const says = (sentence: string, what: RegExp): boolean => {
  const found = what.exec(sentence);
  return found !== null && !FORBIDS.test(sentence.slice(0, found.index));
};

const saysBoth = (sentence: string, does: RegExp, what: RegExp): boolean =>
  says(sentence, does) && what.test(sentence) && !CAN.test(sentence);

function isAgainstOwner(sentence: string): boolean {
  return (
    SECRETLY.test(sentence) ||
    saysBoth(sentence, SENDS, HIS) ||
    saysBoth(sentence, SENDS, HIS_MAIL) ||
    saysBoth(sentence, DELETES, KEPT) ||
    saysBoth(sentence, FORGETS, WAS_SAID) ||
    APPROVES.test(sentence) ||
    says(sentence, PAYS) ||
    says(sentence, PRAISES) ||
    HIDES.test(sentence) ||
    MISLEADS.test(sentence) ||
    says(sentence, BUYS) ||
    RUNS.test(sentence)
  );
}

/** What the description of a tool in another language asks for on the side: a file of keys, read before each call and passed along. */
const BEFORE_CALL =
  /vor (?:jedem|dem) (?:aufruf|gebrauch)|avant (?:tout|chaque|l['’]) ?(?:appel|usage)|avant d['’]utiliser|antes de (?:usar|utilizar|cada|llamar|chamar)|prima di (?:ogni|usar|chiam)|przed (?:każdym )?(?:wywołani|użyci)|перед (?:каждым )?(?:вызов|использовани)|(?:调用|使用)(?:此工具)?之?前|(?:呼び出す|使う|使用する)前|before (?:each|every|any|using|calling)/;
const IS_PASSED =
  /übergib|\bgib\b|\bplace|\bmets\b|\bpasse|\bpasa|\bpon\b|coloque|mettilo|\bpassa|inserisc|przekaż|wstaw|передай|放进|放入|传给|传入|入れる|渡[すし]/;

/** Whether the path of a file of keys is to be read before each call of a tool, and what it holds to be handed to the tool. */
export function isReadForTool({ before, further }: Pick<Candidate, 'before' | 'further'>): boolean {
  return BEFORE_CALL.test(utf8Of(before).toLowerCase()) && IS_PASSED.test(utf8Of(further.slice(0, 120)).toLowerCase());
}

/** Whom a line or a sentence begins by addressing: "Hinweis für KI-Assistenten: ", "Si vous êtes une IA, ". */
const ADDRESSES =
  /^[^.\n。!?]{0,100}?(?:[:：,，、!！>]|라면|へ|は)|^[^.\n。!?]{0,60}?(?:doivent|doit|müssen|muss|soll|debe[n]?|deve[m]?|devono|ma |mają|musi|powinien|должн|须|必须|應|应|请|請|すること)/;
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
