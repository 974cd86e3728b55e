import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the backend `equipment-mqtt` at a broker of its own. */
export const EQUIPMENT_MQTT_SETTINGS = {
  url: { variable: 'MQTT_URL', type: 'url', meaning: 'Address of the MQTT broker of the machines: mqtt://127.0.0.1:1883, or mqtts:// with TLS.' },
  username: { variable: 'MQTT_USERNAME', type: 'text', meaning: 'User that may read plantway/# at the broker.', minimum: 1 },
  password: { variable: 'MQTT_PASSWORD', type: 'secret', meaning: 'Password of that user.', minimum: 1 },
} as const satisfies SettingDeclarations;

/** Values of `EQUIPMENT_MQTT_SETTINGS`. */
export interface EquipmentMqttSettings {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}
