/** `careconnect schema`: the JSON Schema of mapping files, for editors. Needs no configuration. */
import { printMappingSchema } from '../tooling/schema/mapping-schema.js'
import type { RunCommand } from './arguments.js'
import type { Terminal } from './terminal.js'

export const schema = async (_: RunCommand, { print }: Terminal): Promise<number> => {
  print(printMappingSchema())
  return 0
}
