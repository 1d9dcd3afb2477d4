/** How a column is written in a map: `alias.NAME` or `alias."ODD NAME"`. */

const columnForm = /^([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))$/u

export interface WrittenColumn {
  readonly alias: string
  readonly name: string
}

/** Undefined when the text is something else. */
export function columnIn(text: string): WrittenColumn | undefined {
  const [, alias, quoted, plain = ''] = columnForm.exec(text) ?? []
  return alias === undefined ? undefined : { alias, name: quoted ?? plain }
}
