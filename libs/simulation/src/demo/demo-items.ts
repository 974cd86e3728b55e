import type { BillOfMaterial, BillOfMaterialComponent, Routing, RoutingOperation, UnitConversion } from '@plantway/canonical';
import type { PlantItem } from '../engine/plant-data.js';

type ItemRow = readonly [itemId: string, description: string, baseUnit: string, decimals: number, procurement: 'made' | 'bought', tracking: 'none' | 'lot', locationId: string, standardCost: string];

/** Standard costs roll up with WC-10 at 60.00, WC-20 at 45.00 and WC-30 at 54.00 EUR an hour and a lot size of 100 pieces. */
const ITEM_ROWS: readonly ItemRow[] = [
  ['FG-100', 'Bearing bracket', 'H87', 0, 'made', 'none', 'FIN', '22.30'],
  ['FG-200', 'Pump housing, assembled', 'H87', 0, 'made', 'none', 'FIN', '118.40'],
  ['FG-300', 'Valve plate', 'H87', 0, 'made', 'lot', 'FIN', '16.20'],
  ['SA-10', 'Pump housing, machined', 'H87', 0, 'made', 'lot', 'WIP', '72.60'],
  ['RM-1', 'Steel bar 40 mm', 'KGM', 3, 'bought', 'lot', 'RAW', '12.00'],
  ['RM-2', 'Aluminium sheet 3 mm', 'KGM', 3, 'bought', 'lot', 'RAW', '18.50'],
  ['RM-3', 'Cutting oil', 'LTR', 3, 'bought', 'none', 'RAW', '8.00'],
  ['CP-2', 'Bush 12 mm', 'H87', 0, 'bought', 'none', 'RAW', '4.25'],
  ['CP-3', 'Screw set M6', 'H87', 0, 'bought', 'none', 'RAW', '3.10'],
  ['CP-4', 'Seal ring 60 mm', 'H87', 0, 'bought', 'none', 'RAW', '5.35'],
  ['PK-1', 'Folding box', 'H87', 0, 'bought', 'none', 'RAW', '0.60'],
  ['BY-1', 'Steel swarf', 'KGM', 3, 'made', 'none', 'RAW', '0.20'],
];

const CONVERSIONS: Readonly<Record<string, readonly UnitConversion[]>> = {
  'FG-100': [conversion('3', 'H87', '2', 'KGM')],
  'RM-1': [conversion('1', 'H87', '6', 'KGM')],
  'CP-3': [conversion('3', 'H87', '1', 'KGM')],
};

function conversion(fromValue: string, fromUnit: string, toValue: string, toUnit: string): UnitConversion {
  return { from: { value: fromValue, unit: fromUnit }, to: { value: toValue, unit: toUnit } };
}

export function demoItems(currency: string): readonly PlantItem[] {
  return ITEM_ROWS.map(([itemId, description, baseUnit, baseUnitDecimals, procurement, tracking, locationId, cost]) => ({
    itemId, description, baseUnit, baseUnitDecimals, conversions: CONVERSIONS[itemId] ?? [], procurement, tracking, locationId, standardCost: { amount: cost, currency },
  }));
}

function part(componentItemId: string, value: string, unit: string, operationId: string, issueMethod: 'backflush' | 'reported' = 'backflush'): BillOfMaterialComponent {
  return { componentItemId, quantity: { value, unit }, operationId, issueMethod };
}

const PARTS: Readonly<Record<string, readonly BillOfMaterialComponent[]>> = {
  'FG-100': [part('RM-1', '0.75', 'KGM', '0010'), part('CP-2', '2', 'H87', '0020')],
  'FG-200': [part('RM-2', '1.2', 'KGM', '0010'), part('SA-10', '1', 'H87', '0020'), part('CP-3', '4', 'H87', '0030')],
  'FG-300': [part('RM-2', '400', 'GRM', '0010'), part('RM-3', '0.05', 'LTR', '0010'), part('CP-3', '1', 'H87', '0020'), part('PK-1', '1', 'H87', '0020', 'reported')],
  'SA-10': [part('RM-1', '2', 'KGM', '0010'), part('CP-4', '6', 'H87', '0020')],
};

function step(operationId: string, description: string, workCenterId: string, setupMinutes: string, runMinutes: string): RoutingOperation {
  return { operationId, description, workCenterId, setupTime: { value: setupMinutes, unit: 'MIN' }, runTimePerUnit: { value: runMinutes, unit: 'MIN' } };
}

const STEPS: Readonly<Record<string, readonly RoutingOperation[]>> = {
  'FG-100': [step('0010', 'Milling', 'WC-10', '30', '1.5'), step('0020', 'Assembly of bushes', 'WC-20', '0', '4')],
  'FG-200': [step('0010', 'Cover cutting', 'WC-10', '20', '2'), step('0020', 'Assembly', 'WC-20', '0', '6'), step('0030', 'Leak test', 'WC-30', '0', '5')],
  'FG-300': [step('0010', 'Punching', 'WC-10', '0', '2'), step('0020', 'Deburring and packing', 'WC-30', '0', '3')],
  'SA-10': [step('0010', 'Turning', 'WC-10', '50', '4'), step('0020', 'Sealing', 'WC-20', '0', '4'), step('0030', 'Measuring', 'WC-30', '0', '10')],
};

/** Valid from the first day of the year before `year`. */
export function demoBills(year: number): readonly BillOfMaterial[] {
  return Object.entries(PARTS).map(([itemId, components]) => ({ itemId, revision: 'A', validFrom: `${year - 1}-01-01`, lotSize: { value: '1', unit: 'H87' }, components }));
}

export function demoRoutings(year: number): readonly Routing[] {
  return Object.entries(STEPS).map(([itemId, operations]) => ({ itemId, revision: 'A', validFrom: `${year - 1}-01-01`, operations }));
}
