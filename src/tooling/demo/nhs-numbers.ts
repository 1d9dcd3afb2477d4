/** NHS numbers of the 999 range, which is never given to anybody, with their mod 11 check digit. */

/** A different number for every serial from 0 to 499,999: '9990000018'. */
export function nhsNumberOf(serial: number): string {
  const even = 999_000_000 + serial * 2
  // The ninth digit has weight 2, so of two neighbours that differ only there at most one has no check digit.
  return withCheckDigit(even) ?? withCheckDigit(even + 1) ?? ''
}

/** As most GP systems store it: '999 000 0018'. */
export const withSpaces = (number: string): string => `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`

function withCheckDigit(nineDigits: number): string | undefined {
  const text = String(nineDigits)
  let sum = 0
  for (let at = 0; at < 9; at++) sum += (10 - at) * (text.charCodeAt(at) - 48)
  const digit = (11 - (sum % 11)) % 11
  return digit === 10 ? undefined : text + digit
}
