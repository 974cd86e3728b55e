export { MES_PULL } from './mes-pull.backend.js';
export { MES_PULL_SETTINGS, type MesPullSettings } from './mes-pull.config.js';
export { mesPull } from './mes-pull.module.js';
