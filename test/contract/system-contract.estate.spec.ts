import type { SystemPorts } from '@plantway/ports';
import { openEstateSystems } from './estate-systems.harness.js';
import { runSystemContract } from './run-system-contract.js';

for (const family of ['planning', 'maintenance', 'customer', 'quality'] satisfies (keyof SystemPorts)[]) {
  runSystemContract(family, 'bound in the process to the business systems of the estate', openEstateSystems, {
    notTried: family === 'planning' ? { 'shows the schedule in force, whole': 'it schedules what a gateway tells it' }
      : family === 'customer' ? { 'shows only the customer orders that a work order is made for': 'no line has a work order before its first promise' } : {},
  });
}
