export { startMqttBroker, type MqttBroker, type MqttBrokerOptions } from './start-mqtt-broker.js';
export type { MqttUser } from './mqtt-users.js';
