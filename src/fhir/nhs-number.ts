/** The NHS number: ten digits, the last a check digit modulo 11 with weights 10 to 2. */

const shape = /^\d{10}$/

/** Whether the digits are right, not whether the number was ever given to anyone. No blanks are allowed. */
export function isNhsNumber(text: string): boolean {
  if (!shape.test(text)) return false
  let sum = 0
  for (let at = 0; at < 9; at++) sum += Number(text[at]) * (10 - at)
  // 11 counts as 0; 10 is no digit, so no such number exists.
  return (11 - (sum % 11)) % 11 === Number(text[9])
}
