import { conversion, part, step, type DemoItem, type DemoPlant } from './demo-plant-definition.js';

type Row = readonly [itemId: string, description: string, tracking: DemoItem['tracking'], standardCost: string];

const pieces = (procurement: DemoItem['procurement'], locationId: string, rows: readonly Row[]): DemoItem[] =>
  rows.map(([itemId, description, tracking, standardCost]) => ({ itemId, description, baseUnit: 'H87', baseUnitDecimals: 0, procurement, tracking, locationId, standardCost }));
const bulk = (baseUnit: string, rows: readonly Row[]): DemoItem[] =>
  rows.map(([itemId, description, tracking, standardCost]) => ({ itemId, description, baseUnit, baseUnitDecimals: 3, procurement: 'bought', tracking, locationId: 'RAW', standardCost }));

const ITEMS: readonly DemoItem[] = [
  ...pieces('made', 'FIN', [['FG-100', 'Bearing bracket', 'none', '22.30'], ['FG-200', 'Pump housing, assembled', 'none', '118.40'], ['FG-300', 'Valve plate', 'lot', '16.20'], ['FG-400', 'Servo actuator', 'serial', '88.80']]),
  ...pieces('made', 'WIP', [['SA-10', 'Pump housing, machined', 'lot', '72.60'], ['SA-20', 'Rotor, balanced', 'lot', '38.90']]),
  ...bulk('KGM', [['RM-1', 'Steel bar 40 mm', 'lot', '12.00'], ['RM-2', 'Aluminium sheet 3 mm', 'lot', '18.50']]),
  ...bulk('LTR', [['RM-3', 'Cutting oil', 'none', '8.00']]),
  ...pieces('bought', 'RAW', [
    ['CP-2', 'Bush 12 mm', 'none', '4.25'], ['CP-3', 'Screw set M6', 'none', '3.10'], ['CP-4', 'Seal ring 60 mm', 'none', '5.35'], ['CP-5', 'Encoder, serial number on its plate', 'none', '24.50'],
    ['PK-1', 'Folding box', 'none', '0.60'],
  ]),
  ...bulk('KGM', [['BY-1', 'Steel swarf', 'none', '0.20']]),
  ...pieces('bought', 'FIN', [['CO-1', 'Shim washer, punched out of the valve plate', 'none', '0.35']]),
];

const EXTRAS: Readonly<Record<string, Partial<DemoItem>>> = {
  'FG-100': { conversions: [conversion('3', 'H87', '2', 'KGM')] },
  'FG-400': { standardLotSize: '50' },
  'RM-1': { conversions: [conversion('1', 'H87', '6', 'KGM')] },
  'CP-3': { conversions: [conversion('3', 'H87', '1', 'KGM')] },
};

/**
 * The first demo plant: machining and assembly. Costs of made items roll up with the lot size of their item, 100 pieces unless it says otherwise:
 * FG-100 = 0.75 kg × 12.00 + 2 × 4.25 + (30/100 + 1.5) min × 1.00 + 4 min × 0.75 = 22.30.
 */
export const BERLIN: DemoPlant = {
  siteId: 'BER1', currency: 'EUR', timeZone: 'Europe/Berlin',
  items: ITEMS.map((item) => ({ ...item, ...EXTRAS[item.itemId] })),
  made: {
    'FG-100': {
      components: [part('RM-1', '0.75', 'KGM', '0010'), part('CP-2', '2', 'H87', '0020')],
      operations: [step('0010', 'Milling', 'WC-10', '30', '1.5'), step('0020', 'Assembly of bushes', 'WC-20', '0', '4')],
    },
    'FG-200': {
      components: [part('RM-2', '1.2', 'KGM', '0010'), part('SA-10', '1', 'H87', '0020'), part('CP-3', '4', 'H87', '0030')],
      operations: [step('0010', 'Cover cutting', 'WC-10', '20', '2'), step('0020', 'Assembly', 'WC-20', '0', '6'), step('0030', 'Leak test', 'WC-30', '0', '5')],
    },
    'FG-300': {
      components: [part('RM-2', '400', 'GRM', '0010'), part('RM-3', '0.05', 'LTR', '0010'), part('CP-3', '1', 'H87', '0020'), part('PK-1', '1', 'H87', '0020', 'reported')],
      operations: [step('0010', 'Punching', 'WC-10', '0', '2'), step('0020', 'Deburring and packing', 'WC-30', '0', '3')],
    },
    'FG-400': {
      components: [part('SA-20', '1', 'H87', '0010'), part('CP-3', '2', 'H87', '0010'), part('CP-5', '1', 'H87', '0010', 'reported'), part('PK-1', '1', 'H87', '0020')],
      operations: [step('0010', 'Actuator assembly', 'WC-20', '20', '10'), step('0020', 'Run-in test', 'WC-30', '0', '12')],
    },
    'SA-10': {
      components: [part('RM-1', '2', 'KGM', '0010'), part('CP-4', '6', 'H87', '0020')],
      operations: [step('0010', 'Turning', 'WC-10', '50', '4'), step('0020', 'Sealing', 'WC-20', '0', '4'), step('0030', 'Measuring', 'WC-30', '0', '10')],
    },
    'SA-20': {
      components: [part('RM-1', '1500', 'GRM', '0010'), part('CP-2', '2', 'H87', '0020')],
      operations: [step('0010', 'Turning', 'WC-10', '40', '6'), step('0020', 'Balancing', 'WC-20', '0', '8')],
    },
  },
  workCenters: { 'WC-10': 'Machining', 'WC-20': 'Assembly', 'WC-30': 'Test and packing' },
  hourlyRates: { 'WC-10': '60.00', 'WC-20': '45.00', 'WC-30': '54.00' },
  reasons: { BURR: 'Burr on the edge', SCRATCH: 'Scratched surface', POROSITY: 'Pores in the casting', WRONG_DIMENSION: 'Dimension out of tolerance' },
  lots: [
    { itemId: 'RM-1', lotId: 'RM1-A', status: 'unrestricted', quantity: '1200', supplierLotId: 'S-7781' }, { itemId: 'RM-1', lotId: 'RM1-B', status: 'unrestricted', quantity: '2500', supplierLotId: 'S-7790' },
    { itemId: 'RM-1', lotId: 'RM1-Q', status: 'qualityInspection', quantity: '300', supplierLotId: 'S-7802' },
    { itemId: 'RM-2', lotId: 'RM2-A', status: 'unrestricted', quantity: '1800', supplierLotId: 'A-1120' }, { itemId: 'RM-2', lotId: 'RM2-X', status: 'blocked', quantity: '90', supplierLotId: 'A-1098' },
    { itemId: 'SA-10', lotId: 'SA10-A', status: 'unrestricted', quantity: '800' }, { itemId: 'SA-20', lotId: 'SA20-A', status: 'unrestricted', quantity: '900' },
  ],
  stock: { 'RM-3': '400', 'CP-2': '6000', 'CP-3': '8000', 'CP-4': '6000', 'CP-5': '1200', 'PK-1': '5000', 'FG-100': '40' },
  reorderPoints: { 'RM-1': 1_000, 'RM-2': 500, 'RM-3': 100, 'CP-2': 1_500, 'CP-3': 2_000, 'CP-4': 1_500, 'CP-5': 400, 'PK-1': 1_000 },
  purchases: [
    { purchaseOrderId: 'PO-5001', supplierId: 'SUP-1', itemId: 'RM-1', quantity: '2000', dueInDays: 7 }, { purchaseOrderId: 'PO-5002', supplierId: 'SUP-2', itemId: 'CP-2', quantity: '4000', dueInDays: 5 },
    { purchaseOrderId: 'PO-5003', supplierId: 'SUP-1', itemId: 'RM-2', quantity: '1000', dueInDays: 12 }, { purchaseOrderId: 'PO-5004', supplierId: 'SUP-3', itemId: 'CP-5', quantity: '1200', received: '1200', status: 'received', dueInDays: -6 },
    { purchaseOrderId: 'PO-5005', supplierId: 'SUP-3', itemId: 'CP-5', quantity: '800', received: '300', dueInDays: -1 }, { purchaseOrderId: 'PO-5006', supplierId: 'SUP-4', itemId: 'PK-1', quantity: '2000', status: 'cancelled', dueInDays: 3 },
  ],
  firstOrderNumber: 1_001,
  products: ['FG-100', 'FG-200', 'FG-300', 'SA-10'],
  orders: [
    { itemId: 'FG-400', pieces: 40, released: true, startsInHours: 8, underDeliveryTolerancePercent: '5' }, { itemId: 'SA-20', pieces: 60, released: true, startsInHours: -20 },
    { itemId: 'FG-400', pieces: 20, released: false, startsInHours: 60 },
  ],
};
