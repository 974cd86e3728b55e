/** What the equipment system API is bound to; each name is one provider of its module. */
export const EQUIPMENT = Symbol('system-equipment-api equipment');
export const EQUIPMENT_LISTENERS = Symbol('system-equipment-api listeners');
export const CLOCK = Symbol('system-equipment-api clock');
