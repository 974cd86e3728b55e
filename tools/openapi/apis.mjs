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
      { name: 'Material', description: 'What was used, reported apart from what was made.' },
      { name: 'Planning', description: 'Planned orders, the schedule in force, and what was promised.' },
      { name: 'Job orders', description: 'What a MES is to make, and what it says about it.' },
      { name: 'Equipment', description: 'What machines say, when and why they stood still, what they counted.' },
      { name: 'Execution', description: 'How a work order is carried out.' },
      { name: 'Messages', description: 'What became of every command, and what a person can do about it.' },
      { name: 'Reference data', description: "The site and its codes." },
    ],
  },
  {
    name: 'consumer',
    app: 'consumer-api',
    module: 'consumer-api.module',
    moduleClass: 'ConsumerApiModule',
    clientClass: 'ConsumerApi',
    title: 'Plantway consumer API',
    description: `Shaped for who reads: dashboards, supervisors, analytics. What a read shows is made of the events of the gateway and says by \`position\` and \`asOf\` up to which
event; from that position on the feed of events tells what changes.`,
    tags: [
      { name: 'Sites', description: 'The plants that a credential may see.' },
      { name: 'Overview', description: 'How a plant stands.' },
      { name: 'Work orders', description: 'Orders, and everything that happened to them in every system.' },
      { name: 'Equipment', description: 'Machines that stand still, and alerts.' },
      { name: 'Backlog', description: 'What is not finished, and what needs a person.' },
      { name: 'Events', description: 'What changes, as it happens.' },
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
      { name: 'Orders', description: 'Work orders, their release and their changes, purchase orders, posting periods.' },
      { name: 'Inventory', description: 'Stock, lots, claims to material, goods issues.' },
      { name: 'Planned orders', description: 'What the planning system wants made, and the work orders that become of it.' },
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
  {
    name: 'system-planning',
    app: 'system-planning-api',
    module: 'system-planning-api.module',
    moduleClass: 'SystemPlanningApiModule',
    clientClass: 'SystemPlanningApi',
    title: 'Plantway planning system API',
    description: `Governed access to the planning system of a site, in canonical words. It is asked for new schedules. Reads carry asOf and the header Plantway-Backend.
A write keeps no state here; every problem says by \`effect\` whether the planning system may have taken it.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'What the planning system of a site can do.' },
      { name: 'Replan requests', description: 'Ask and look up; for the process tier, conformance and repair.' },
      { name: 'Schedule', description: 'What the planning system has in force.' },
    ],
  },
  {
    name: 'system-maintenance',
    app: 'system-maintenance-api',
    module: 'system-maintenance-api.module',
    moduleClass: 'SystemMaintenanceApiModule',
    clientClass: 'SystemMaintenanceApi',
    title: 'Plantway maintenance system API',
    description: `Governed access to the maintenance system of a site, in canonical words. It is asked to look at equipment that failed. Reads carry asOf and the header Plantway-Backend.
A write keeps no state here; every problem says by \`effect\` whether the maintenance system may have taken it.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'What the maintenance system of a site can do.' },
      { name: 'Requests', description: 'Ask and look up, for the process tier, conformance and repair; and what became of requests.' },
    ],
  },
  {
    name: 'system-customer',
    app: 'system-customer-api',
    module: 'system-customer-api.module',
    moduleClass: 'SystemCustomerApiModule',
    clientClass: 'SystemCustomerApi',
    title: 'Plantway customer system API',
    description: `Governed access to the customer system of a site, in canonical words. It is told when lines will be ready, and says what customers want. Reads carry asOf and the header Plantway-Backend.
A write keeps no state here; every problem says by \`effect\` whether the customer system may have taken it.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'What the customer system of a site can do.' },
      { name: 'Promise dates', description: 'Tell and look up; for the process tier, conformance and repair.' },
      { name: 'Demand', description: 'What customers ordered, and what they are expected to want.' },
    ],
  },
  {
    name: 'system-quality',
    app: 'system-quality-api',
    module: 'system-quality-api.module',
    moduleClass: 'SystemQualityApiModule',
    clientClass: 'SystemQualityApi',
    title: 'Plantway quality system API',
    description: `Governed access to the quality system of a site, in canonical words. It is told what somebody found. Reads carry asOf and the header Plantway-Backend.
A write keeps no state here; every problem says by \`effect\` whether the quality system may have taken it.`,
    headers: ['Plantway-Backend'],
    tags: [
      { name: 'Capabilities', description: 'What the quality system of a site can do.' },
      { name: 'Nonconformities', description: 'Tell and look up; for the process tier, conformance and repair.' },
      { name: 'Inspections', description: 'What the quality system looks at.' },
    ],
  },
  {
    name: 'system-equipment',
    app: 'system-equipment-api',
    module: 'system-equipment-api.module',
    moduleClass: 'SystemEquipmentApiModule',
    clientClass: 'SystemEquipmentApi',
    title: 'Plantway equipment system API',
    description: `Governed access to the machines of a site, whatever protocol they speak: how they are reached, and what they said last. What they say goes to the process API
by itself, which keeps it.`,
    headers: ['Plantway-Backend'],
    tags: [{ name: 'Machines', description: 'How the machines of a site are reached, and what they said last.' }],
  },
];

/** All of them, or those that the command line names. */
export const apis = process.argv.length > 2 ? all.filter(({ name }) => process.argv.includes(name)) : all;
