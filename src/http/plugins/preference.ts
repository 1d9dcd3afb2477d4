/** `Prefer: handling=strict` and `handling=lenient`. https://www.rfc-editor.org/rfc/rfc7240 and https://hl7.org/fhir/STU3/search.html#errors */
import type { Handling } from '../../search/handling.js'

/** Undefined where the header wishes nothing that is known: such wishes may be ignored. Of several the first counts. */
export function handlingOf(header: string | readonly string[] | undefined): Handling | undefined {
  if (header === undefined) return undefined
  const preferences = String(header).match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []
  for (const preference of preferences) {
    const [name = '', value = ''] = (preference.split(';')[0] ?? '').split('=')
    if (name.trim().toLowerCase() !== 'handling') continue
    const wish = value
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase()
    return wish === 'strict' || wish === 'lenient' ? wish : undefined
  }
  return undefined
}
