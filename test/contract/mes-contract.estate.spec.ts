import { openEstateMes } from './estate-mes.harness.js';
import { runMesContract } from './run-mes-contract.js';

runMesContract('bound in the process to the MES of the estate', openEstateMes, {
  notTried: { 'passes on how long a throttled caller must wait': 'the MES of the estate throttles nobody' },
});
