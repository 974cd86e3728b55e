export { EQUIPMENT_MQTT } from './equipment-mqtt.backend.js';
export { EQUIPMENT_MQTT_SETTINGS, type EquipmentMqttSettings } from './equipment-mqtt.config.js';
export { equipmentMqtt, equipmentMqttWithin } from './equipment-mqtt.module.js';
export type { MachineMessages, MessageLine } from './machine-messages.js';
