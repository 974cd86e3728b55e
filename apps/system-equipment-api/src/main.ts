import { EQUIPMENT_MQTT, EQUIPMENT_MQTT_SETTINGS, equipmentMqtt } from '@plantway/backends/equipment-mqtt';
import { HttpEquipmentEventSink } from '@plantway/clients';
import { loadProcessSettings } from '@plantway/config';
import { siteEquipment } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { Logger } from '@nestjs/common';
import { SYSTEM_EQUIPMENT_API_SETTINGS } from './system-equipment-api.config.js';
import { SystemEquipmentApiModule } from './system-equipment-api.module.js';

// The equipment system API as a process of its own: it listens to machines and gives what they say to the process API. A new backend adds one line of settings and one to `backends`.
const { mqtt, ...process } = loadProcessSettings({ api: SYSTEM_EQUIPMENT_API_SETTINGS, mqtt: EQUIPMENT_MQTT_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });
const logger = new Logger('EquipmentMqtt');

await serveSystemApi({
  name: 'Equipment', service: 'system-equipment-api', ...process,
  module: ({ sites, clock }) => {
    const equipment = siteEquipment({ directory: sites, backends: new Map([[EQUIPMENT_MQTT, equipmentMqtt(mqtt, clock, (problem) => logger.warn(problem))]]) });
    const sink = new HttpEquipmentEventSink({ baseUrl: process.api.processUrl, apiKey: process.api.processApiKey });
    return SystemEquipmentApiModule.forRoot({ equipment, sites, clock, sink, listen: true });
  },
});
