export { MES_PULL } from './mes-pull.backend.js';
export { mesPull } from './mes-pull.module.js';
