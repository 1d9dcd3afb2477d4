/** The codes of what can be wrong with a configuration, each with its meaning. */

export const configFaults = {
  'config.file-unreadable': 'The configuration file is not there or may not be read.',
  'config.yaml-invalid': 'The file is not YAML.',
  'config.key-unknown': 'There is no such key.',
  'config.key-missing': 'A key that is needed is not there.',
  'config.value-invalid': 'The value is not one that the key takes.',
  'config.reference-unset': 'A value is to come from an environment variable that is not set.',
  'config.reference-unreadable': 'A value is to come from a file that cannot be read.',
  'config.not-open': 'The server would listen beyond this machine, and `security.open` does not say so.',
  'config.adapter-unknown': 'There is no such adapter.',
  'config.option-invalid': 'An option is not one that the adapter takes.',
  'config.mapping-folder-missing': 'A folder of mappings is not there.',
  'config.terminology-invalid':
    'A folder of `terminology` can not be read, or a file in it is no value set or code system that could be used.',
  'config.source-missing': 'A mapping is for a source that the configuration does not have.',
} as const

export type ConfigFaultCode = keyof typeof configFaults
