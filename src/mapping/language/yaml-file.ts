/** What both readers of YAML share: the file, the way from its offsets to places, and advice in the same words. */
import type { Position } from '../../kernel/diagnostics.js'
import type { Report } from './diagnostic-codes.js'

export interface YamlFile {
  readonly text: string
  readonly place: (offset: number) => Position
  readonly report: Report
}

export const commaAdvice = (key: string): string =>
  `A comma inside { } ends the value. Write ${key} on its own line, or its value in double quotes.`

export const blankAfterColon = (key: string): string => `${key} needs a blank after it. Without one this is text, not a key.`

/** A key and a colon without a blank after it, which is no address either. */
export const gluedKey = (text: string): string | undefined => /^([\w[\]-]+:)(?!\/)\S/.exec(text)?.[1]
