/** The official schema of STU3, asked by xmllint. Where xmllint is not installed, what needs it is skipped by name. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const schema = 'test/schema/fhir-single.xsd'

export const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined

/** What the schema has against each of these documents, one line a fault; none when all are valid. */
export function schemaFaults(documents: readonly string[]): readonly string[] {
  if (documents.length === 0) throw new Error('There is nothing to hold against the schema.')
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-xml-'))
  try {
    const files = documents.map((text, at) => {
      const file = join(folder, `${at}.xml`)
      writeFileSync(file, text)
      return file
    })
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' })
    const faults = stderr.split('\n').filter(line => line !== '' && !line.endsWith(' validates'))
    return status === 0 ? [] : faults.length > 0 ? faults : [`xmllint ended with ${status}`]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
