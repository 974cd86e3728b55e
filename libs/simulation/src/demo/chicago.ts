import { conversion, part, step, type DemoItem, type DemoPlant } from './demo-plant-definition.js';

type Row = readonly [itemId: string, description: string, baseUnit: string, procurement: DemoItem['procurement'], tracking: DemoItem['tracking'], locationId: string, standardCost: string];

const ROWS: readonly Row[] = [
  ['FL-500', 'Filter housing, moulded', 'H87', 'made', 'none', 'SHIP', '3.40'],
  ['CV-510', 'Cover, moulded', 'H87', 'made', 'lot', 'CELL', '1.29'],
  ['FL-520', 'Filter cartridge', 'H87', 'made', 'lot', 'SHIP', '7.60'],
  ['PU-600', 'Pump control unit', 'H87', 'made', 'serial', 'SHIP', '48.16'],
  ['HS-610', 'Hose set', 'H87', 'made', 'none', 'SHIP', '4.70'],
  ['PEL-10', 'Polypropylene pellets', 'KGM', 'bought', 'lot', 'DOCK', '2.40'],
  ['CLR-30', 'Color masterbatch', 'KGM', 'bought', 'none', 'DOCK', '9.00'],
  ['OR-20', 'O-ring 45 mm', 'H87', 'bought', 'none', 'DOCK', '0.35'],
  ['MED-40', 'Filter medium', 'MTR', 'bought', 'lot', 'DOCK', '1.80'],
  ['ADH-50', 'Adhesive', 'LTR', 'bought', 'none', 'DOCK', '15.00'],
  ['PCB-60', 'Control board, serial number on its label', 'H87', 'bought', 'none', 'DOCK', '31.20'],
  ['SCR-70', 'Screw kit', 'H87', 'bought', 'none', 'DOCK', '0.85'],
  ['BOX-80', 'Shipping carton', 'H87', 'bought', 'none', 'DOCK', '1.10'],
  ['HOS-90', 'Hose 12 mm', 'MTR', 'bought', 'none', 'DOCK', '3.00'],
  ['CLM-95', 'Hose clamp', 'H87', 'bought', 'none', 'DOCK', '0.40'],
  ['CV-511', 'Cover of the second cavity', 'H87', 'bought', 'none', 'CELL', '0.95'],
  ['RG-99', 'Regrind', 'KGM', 'bought', 'none', 'DOCK', '0.50'],
];

const EXTRAS: Readonly<Record<string, Partial<DemoItem>>> = {
  'FL-500': { standardLotSize: '200' },
  'CV-510': { standardLotSize: '200' },
  'PU-600': { standardLotSize: '50' },
  'HOS-90': { conversions: [conversion('1', 'H87', '25', 'MTR')] },
  'SCR-70': { conversions: [conversion('40', 'H87', '1', 'KGM')] },
};

/**
 * The second demo plant: moulding, welding and assembly, in dollars. PU-600 is three levels deep: its housing and its cover are made of pellets here.
 * PU-600 = 3.40 + 1.29 + 31.20 + 0.85 + 1.10 + (10/50 + 8) min × 0.60 + 6 min × 0.90 = 48.16.
 */
export const CHICAGO: DemoPlant = {
  siteId: 'CHI1', currency: 'USD', timeZone: 'America/Chicago',
  items: ROWS.map(([itemId, description, baseUnit, procurement, tracking, locationId, standardCost]) => ({
    itemId, description, baseUnit, baseUnitDecimals: baseUnit === 'H87' ? 0 : 3, procurement, tracking, locationId, standardCost, ...EXTRAS[itemId],
  })),
  made: {
    'FL-500': {
      components: [part('PEL-10', '0.35', 'KGM', '0010'), part('OR-20', '2', 'H87', '0020')],
      operations: [step('0010', 'Molding', 'MOLD-1', '60', '0.5'), step('0020', 'O-ring fitting', 'ASM-1', '0', '1.5')],
    },
    'CV-510': {
      components: [part('PEL-10', '200', 'GRM', '0010'), part('CLR-30', '0.01', 'KGM', '0010')],
      operations: [step('0010', 'Molding', 'MOLD-1', '40', '0.4')],
    },
    'FL-520': {
      components: [part('CV-510', '2', 'H87', '0010'), part('MED-40', '1.5', 'MTR', '0010', 'reported'), part('ADH-50', '0.02', 'LTR', '0010')],
      operations: [step('0010', 'Ultrasonic welding', 'WELD-1', '15', '1.25'), step('0020', 'Bubble test', 'EOL-1', '0', '1')],
    },
    'PU-600': {
      components: [
        part('FL-500', '1', 'H87', '0010'), part('CV-510', '1', 'H87', '0010'), part('PCB-60', '1', 'H87', '0010', 'reported'), part('SCR-70', '1', 'H87', '0010'), part('BOX-80', '1', 'H87', '0020'),
      ],
      operations: [step('0010', 'Unit assembly', 'ASM-1', '10', '8'), step('0020', 'End-of-line test and packing', 'EOL-1', '0', '6')],
    },
    'HS-610': {
      components: [part('HOS-90', '0.9', 'MTR', '0010'), part('CLM-95', '2', 'H87', '0010')],
      operations: [step('0010', 'Cutting and clamping', 'ASM-1', '0', '2')],
    },
  },
  workCenters: { 'MOLD-1': 'Injection molding', 'WELD-1': 'Ultrasonic welding', 'ASM-1': 'Assembly cell', 'EOL-1': 'End-of-line test' },
  hourlyRates: { 'MOLD-1': '72.00', 'WELD-1': '48.00', 'ASM-1': '36.00', 'EOL-1': '54.00' },
  reasons: { FLASH: 'Flash at the parting line', SHORT_SHOT: 'Mold not filled', SINK_MARK: 'Sink mark on the surface', COLOR_OFF: 'Color out of tolerance', TEST_FAILED: 'Failed the end-of-line test' },
  lots: [
    { itemId: 'PEL-10', lotId: 'PP-2611', status: 'unrestricted', quantity: '1500', supplierLotId: '44-0917' }, { itemId: 'PEL-10', lotId: 'PP-2612', status: 'unrestricted', quantity: '2500', supplierLotId: '44-0961' },
    { itemId: 'PEL-10', lotId: 'PP-2613', status: 'qualityInspection', quantity: '500', supplierLotId: '44-1003' },
    { itemId: 'MED-40', lotId: 'M40-17', status: 'unrestricted', quantity: '6000', supplierLotId: 'R-55120' }, { itemId: 'MED-40', lotId: 'M40-11', status: 'blocked', quantity: '240', supplierLotId: 'R-54877' },
    { itemId: 'CV-510', lotId: 'CV510-A', status: 'unrestricted', quantity: '3000' },
  ],
  stock: {
    'CLR-30': '200', 'OR-20': '9000', 'ADH-50': '300', 'PCB-60': '1500', 'SCR-70': '4000', 'BOX-80': '3000', 'HOS-90': '5000', 'CLM-95': '9000', 'FL-500': '900', 'HS-610': '25',
  },
  reorderPoints: { 'PEL-10': 1_000, 'CLR-30': 50, 'OR-20': 2_000, 'MED-40': 1_500, 'ADH-50': 60, 'PCB-60': 400, 'SCR-70': 800, 'BOX-80': 600, 'HOS-90': 1_200, 'CLM-95': 2_500 },
  purchases: [
    { purchaseOrderId: 'P-88001', supplierId: 'POLYCO', itemId: 'PEL-10', quantity: '3000', dueInDays: 6 }, { purchaseOrderId: 'P-88002', supplierId: 'BOARDS-INC', itemId: 'PCB-60', quantity: '1000', dueInDays: 9 },
    { purchaseOrderId: 'P-88003', supplierId: 'BOARDS-INC', itemId: 'PCB-60', quantity: '500', received: '500', status: 'received', dueInDays: -4 },
    { purchaseOrderId: 'P-88004', supplierId: 'MEDIA-WORKS', itemId: 'MED-40', quantity: '4000', received: '1500', dueInDays: 1 },
    { purchaseOrderId: 'P-88005', supplierId: 'FASTENAID', itemId: 'SCR-70', quantity: '2000', status: 'closed', received: '2000', dueInDays: -15 },
    { purchaseOrderId: 'P-88006', supplierId: 'MIDWEST-BOX', itemId: 'BOX-80', quantity: '1500', status: 'cancelled', dueInDays: 2 },
  ],
  firstOrderNumber: 2_001,
  products: ['FL-500', 'CV-510', 'FL-520', 'PU-600', 'HS-610'],
  orders: [
    { itemId: 'PU-600', pieces: 30, released: true, startsInHours: -10, underDeliveryTolerancePercent: '10' }, { itemId: 'FL-520', pieces: 150, released: true, startsInHours: 16 },
    { itemId: 'PU-600', pieces: 50, released: false, startsInHours: 72 },
  ],
};
