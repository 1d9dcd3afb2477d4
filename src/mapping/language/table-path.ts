/** Reads the dotted path of a table: `PATIENT`, `dbo.PATIENT`, `clinic.dbo."Patient list"`. */

const part = /"((?:[^"]|"")+)"|([^."[\]()\s]+)/uy

/** Database, schema and table, as far as they are given; undefined when it is no such path. */
export function parseTablePath(text: string): readonly string[] | undefined {
  const parts: string[] = []
  let offset = 0
  for (;;) {
    part.lastIndex = offset
    const found = part.exec(text)
    if (found === null) return undefined
    parts.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    offset += found[0].length
    if (offset === text.length) return parts.length <= 3 ? parts : undefined
    if (text[offset++] !== '.') return undefined
  }
}
