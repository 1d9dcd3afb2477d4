/** What is told of a shape of the demo, and short names for the two folders of mappings. */

export interface DemoShape {
  /** Of the catalogue of shapes; the numbers stay when a shape has no example here. */
  readonly number: number
  readonly shape: string
  /** What is written. */
  readonly construct: string
  /** A file of mappings, and the line in it. */
  readonly at: readonly [file: string, line: string]
  /** `Type?query`, and the ids that it finds. */
  readonly search: string
  readonly finds: readonly string[]
  /** What the first one says, in part. */
  readonly shows?: object
}

export const pas = (file: string, line: string): readonly [string, string] => [`mappings/pas/${file}.yaml`, line]
export const gp = (file: string, line: string): readonly [string, string] => [`mappings/gp/${file}.yaml`, line]
