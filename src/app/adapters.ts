/** The adapters that come with the facade, by the name that the configuration uses. */
import { resolve } from 'node:path'
import type { Config, SourceConfig } from '../config/config.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { nearestName } from '../kernel/nearest.js'
import type { AdapterModule } from '../spi/index.js'

interface BuiltIn {
  load(): Promise<AdapterModule<never>>
  /** Options that are paths: relative to the configuration, whatever folder the program is started in. */
  readonly paths: readonly string[]
}

const builtIn: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['sqlite', { load: async () => (await import('../../adapters/sqlite/index.js')).sqlite, paths: ['file'] }],
  ['mysql', { load: async () => (await import('../../adapters/mysql/index.js')).mysql, paths: [] }],
  ['postgres', { load: async () => (await import('../../adapters/postgres/index.js')).postgres, paths: [] }],
  ['memory', { load: async () => (await import('../../adapters/memory/index.js')).memory, paths: [] }],
])

export interface ChosenAdapter {
  readonly config: SourceConfig
  readonly module: AdapterModule<Readonly<Record<string, unknown>>>
  /** With absolute paths, and checked against what the adapter takes. */
  readonly options: Readonly<Record<string, unknown>>
  /** The options that are files, absolute. */
  readonly files: readonly string[]
}

/** Undefined, with diagnostics, when there is no such adapter or it does not take the options. */
export async function chooseAdapter(
  config: SourceConfig,
  folder: Config['folder'],
  diagnostics: Diagnostic[],
): Promise<ChosenAdapter | undefined> {
  const entry = builtIn.get(config.adapter)
  if (entry === undefined) {
    diagnostics.push({
      severity: 'error',
      code: 'config.adapter-unknown',
      at: config.at,
      message: `There is no adapter ${config.adapter} for the source ${config.name}. There are: ${[...builtIn.keys()].join(', ')}.`,
    })
    return undefined
  }
  // The module itself says, in its schema, what it takes; checkOptions holds the options against that.
  const module = (await entry.load()) as AdapterModule<Readonly<Record<string, unknown>>>
  const faults = checkOptions(config, module.configSchema)
  diagnostics.push(...faults)
  if (faults.length > 0) return undefined
  const options = Object.entries(config.options).map(([name, value]) => [
    name,
    entry.paths.includes(name) && typeof value === 'string' ? resolve(folder, value) : value,
  ])
  const files = options.flatMap(([name, value]) =>
    entry.paths.includes(String(name)) && typeof value === 'string' ? [value] : [],
  )
  return { config, module, options: Object.fromEntries(options), files }
}

interface OptionsSchema {
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>
}

/** The names and plain types of the options. What lies deeper, the adapter refuses itself when it is opened. */
function checkOptions({ name: source, at, options }: SourceConfig, schema: OptionsSchema): readonly Diagnostic[] {
  const { required = [], properties = {} } = schema
  const fault = (message: string): Diagnostic => ({ severity: 'error', code: 'config.option-invalid', at, message })
  const missing = required.filter(name => options[name] === undefined)
  const unknown = Object.keys(options).filter(name => properties[name] === undefined)
  const mistyped = Object.entries(options).filter(([name, value]) => !isOfType(value, properties[name]?.type))
  return [
    ...missing.map(name => fault(`The source ${source} needs \`options.${name}\`.`)),
    ...unknown.map(name => {
      const nearest = nearestName(name, Object.keys(properties))
      const advice = nearest === undefined ? `It takes: ${Object.keys(properties).join(', ')}.` : `Did you mean \`${nearest}\`?`
      return fault(`The adapter of the source ${source} takes no \`options.${name}\`. ${advice}`)
    }),
    ...mistyped.map(([name]) => fault(`\`options.${name}\` of the source ${source} is of type ${properties[name]?.type}.`)),
  ]
}

function isOfType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null
    default:
      return true
  }
}
