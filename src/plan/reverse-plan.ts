/** A search read from its end: what comes before a page is what comes after it in the opposite order (DESIGN, ruling 4). */
import type { Order } from '../spi/index.js'
import type { LogicalPlan, MapOrder, MapPlan } from './logical-plan.js'

/** Directions, the rank of nulls, the parts of a row and the maps are all turned round. */
export const reversePlan = (plan: LogicalPlan): LogicalPlan => ({
  ...plan,
  maps: plan.maps.map(reverseMap).reverse(),
  isReversed: true,
})

const reverseMap = (plan: MapPlan): MapPlan => ({ ...plan, order: reversed(plan.order) })

/** The same object for the same order, by which statements are known again. */
const known = new WeakMap<MapOrder, MapOrder>()

function reversed(order: MapOrder): MapOrder {
  const found = known.get(order) ?? { ...order, orderBy: order.orderBy.map(turn), isReversed: true }
  known.set(order, found)
  return found
}

const turn = ({ by, direction, nulls }: Order): Order => ({
  by,
  direction: direction === 'asc' ? 'desc' : 'asc',
  nulls: nulls === 'first' ? 'last' : 'first',
})
