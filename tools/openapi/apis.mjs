/** The APIs that have a document: `openapi/<name>.json` from the root module of `apps/<app>`, and a typed client `libs/clients/src/generated/<name>`. */
const all = [
  {
    name: 'process',
    app: 'process-api',
    module: 'process-api.module',
    moduleClass: 'ProcessApiModule',
    clientClass: 'ProcessApi',
    title: 'Plantway process API',
    description: `The plant's verbs. A command is answered with 202 once it is stored durably, whether or not the ERP is there; its outcome is read
from the messages. A shape fault (type, range, unknown field) is refused with 4xx and nothing is stored; a fault of the business's state
(order closed, lot unknown) is accepted and waits or is parked with its reason.`,
    tags: [
      { name: 'Production confirmations', description: 'What an operation has produced, scrapped and used.' },
      { name: 'Work orders', description: 'What a planner decides about work orders.' },
      { name: 'Job orders', description: 'What a MES is to make, and what it says about it.' },
      { name: 'Execution', description: 'How a work order is carried out.' },
      { name: 'Messages', description: 'What became of every command, and what a person can do about it.' },
      { name: 'Reference data', description: "The site and its codes." },
    ],
  },
  {
    name: 'system-erp',
    app: 'system-erp-api',
    module: 'system-erp-api.module',
    moduleClass: 'SystemErpApiModule',
    clientClass: 'SystemErpApi',
    title: 'Plantway ERP system API',
    description: `Governed access to the ERP of a site, in canonical words, whatever ERP it is. Reads carry asOf and the header Plantway-Backend. A write does one part
and keeps no state; every problem says by \`effect\` whether the ERP may have changed.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'What the ERP of a site can do.' },
      { name: 'Master data', description: 'Items, bills of material, routings, work centers.' },
      { name: 'Orders', description: 'Work orders and their release, purchase orders, posting periods.' },
      { name: 'Inventory', description: 'Stock and lots.' },
      { name: 'Confirmations', description: 'Plan, post, find and take back one write; for the process tier, conformance and repair.' },
    ],
  },
  {
    name: 'system-mes',
    app: 'system-mes-api',
    module: 'system-mes-api.module',
    moduleClass: 'SystemMesApiModule',
    clientClass: 'SystemMesApi',
    title: 'Plantway MES system API',
    description: `Governed access to the MES of a site, in canonical words, whether it takes webhooks or fetches. A write hands over all job orders of one work order and keeps no
state; every problem says by \`effect\` whether the MES may have taken them.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'How job orders reach the MES of a site.' },
      { name: 'Job orders', description: 'Hand over and look up; for the process tier, conformance and repair.' },
    ],
  },
];

/** All of them, or those that the command line names. */
export const apis = process.argv.length > 2 ? all.filter(({ name }) => process.argv.includes(name)) : all;
