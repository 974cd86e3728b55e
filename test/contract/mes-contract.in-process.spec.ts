import { MES_PULL, mesPull } from '@plantway/backends/mes-pull';
import { MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import type { MesPort } from '@plantway/ports';
import { siteDirectoryOf, siteMes } from '@plantway/sites';
import type { SiteConfiguration } from '@plantway/sites';
import { runMesContract } from './run-mes-contract.js';
import { openWebhookMes } from './webhook-mes.harness.js';

const site = (mes?: { readonly backend: string }) => ({ siteId: 'BER1', ...(mes === undefined ? {} : { mes }) }) as SiteConfiguration;
const offering = (): MesPort => mesPull({ now: () => new Date('2026-11-22T08:00:00Z') });

runMesContract('bound in the process to a MES with webhooks', async () => {
  const stand = await openWebhookMes();
  const directory = siteDirectoryOf([site({ backend: MES_WEBHOOK })]);
  return { ...stand.harness((backend) => siteMes({ directory, backends: new Map([[MES_WEBHOOK, backend]]) })), close: () => stand.close() };
});

runMesContract('bound in the process to a MES that fetches, at a site that names none', async () => {
  const stand = await openWebhookMes();
  const directory = siteDirectoryOf([site()]);
  return { ...stand.harness(() => siteMes({ directory, backends: new Map([[MES_PULL, offering()]]) })), close: () => stand.close() };
}, { applies: ({ needs }) => needs !== 'push' });
