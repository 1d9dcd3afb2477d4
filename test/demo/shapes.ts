/**
 * The ways in which real clinical databases are laid out, and where the demo has each: the line that maps it, and a search over both
 * systems that only finds what it does because of that line. docs/reference/shapes.md is made of this table.
 */

import type { DemoShape } from './demo-shape.js'
import { shapesOfRecords } from './shapes-of-records.js'
import { shapesOfRows } from './shapes-of-rows.js'

export const demoShapes: readonly DemoShape[] = [...shapesOfRows, ...shapesOfRecords]
