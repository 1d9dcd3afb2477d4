/** The version of this program, as its package says. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Looks upwards, since the compiled program lies deeper than its source. */
export function programVersion(from: string = import.meta.dirname): string {
  const file = join(from, 'package.json')
  if (existsSync(file)) {
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: string }
    return version ?? 'unknown'
  }
  const parent = dirname(from)
  return parent === from ? 'unknown' : programVersion(parent)
}
