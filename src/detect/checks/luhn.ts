/**
 * Whether digits end in the check digit of ISO/IEC 7812-1 (Luhn), as card numbers do.
 *
 * @param text Digits, with spaces or hyphens between groups.
 */
export function passesLuhn(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{2,}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
