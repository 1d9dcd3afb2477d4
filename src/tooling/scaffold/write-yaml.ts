/** Names and texts as a mapping file takes them. */

/** Undefined where a map has no way to write the name. */
export const isWritable = (name: string): boolean => !name.includes('"')

const isPlain = (name: string): boolean => /^[\p{L}\p{N}_]+$/u.test(name)

/** `p.SURNAME`, or `'p."Odd name"'`. */
export const columnText = (alias: string, name: string): string =>
  isPlain(name) ? `${alias}.${name}` : quoted(`${alias}."${name}"`)

/** In `key:`, `changed:` and other lists of names. */
export const columnName = (name: string): string =>
  isPlain(name) && isWord(name) ? name : quoted(isPlain(name) ? name : `"${name}"`)

/** In an expression of the source document, which has no alias. */
export const expressionName = (name: string): string => (isPlain(name) ? name : `"${name}"`)

/** A key or a constant. */
export const textOf = (text: string): string => (isWord(text) ? text : quoted(text))

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What YAML takes for text as it stands. */
const isWord = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
