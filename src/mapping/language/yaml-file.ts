/** What both readers of YAML share: the file, the way from its offsets to places, and advice in the same words. */
import type { Position } from '../../kernel/diagnostics.js'
import type { Report } from './diagnostic-codes.js'

export interface YamlFile {
  readonly text: string
  readonly place: (offset: number) => Position
  readonly report: Report
}

export const commaAdvice = 'A comma inside { } ends the value. Write the value on its own line, or in double quotes.'

export const blankAfterColon = (key: string): string => `Write a blank after ${key} Without it this is text, not a key.`
