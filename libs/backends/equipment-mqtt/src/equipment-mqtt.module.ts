import type { Clock, EquipmentPort } from '@plantway/ports';
import type { EquipmentMqttSettings } from './equipment-mqtt.config.js';
import { EquipmentMqttBackend } from './equipment-mqtt.backend.js';
import type { MachineMessages } from './machine-messages.js';
import { MqttMessages } from './mqtt-messages.js';

/** The backend at a broker somewhere. It connects when it is to listen. @param report told when the broker is away or refuses, or nothing can be kept */
export function equipmentMqtt(settings: EquipmentMqttSettings, clock: Pick<Clock, 'sleep'>, report: (problem: string) => void): EquipmentPort {
  return new EquipmentMqttBackend(new MqttMessages(settings, report), clock, report);
}

/** The backend at a broker within this process, which acknowledges to the machine itself only after the event is kept. @param report told when nothing can be kept */
export function equipmentMqttWithin(broker: MachineMessages, clock: Pick<Clock, 'sleep'>, report: (problem: string) => void): EquipmentPort {
  return new EquipmentMqttBackend(broker, clock, report);
}
