// The simulated ERP in a process of its own, which nobody kills: what stands in it is the judge's only truth. Forked with { orders, seed, enforceReference } as its first word.
import { startSimulatedErp } from '../../dist/libs/simulation/src/index.js';
import { plantData } from './plant.mjs';
import { LONGEST_WRITE_MS } from './settings.mjs';

const { orders, seed, enforceReference } = JSON.parse(process.argv[2]);
const now = () => new Date();
const erp = await startSimulatedErp({ now, seed, enforceReference, longestWriteMs: LONGEST_WRITE_MS, plant: plantData({ orders, seed, startsAt: now() }), onDefect: (error) => console.error(error) });
process.on('disconnect', () => process.exit(0)); // without the judge nobody needs it
process.send({ type: 'ready', url: erp.url, apiKey: erp.apiKey, controlKey: erp.controlKey });
