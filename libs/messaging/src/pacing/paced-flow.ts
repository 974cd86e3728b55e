import { BusinessException } from '@plantway/canonical';
import type { DeliveryFlow } from '@plantway/ports';
import type { PacedTurn } from './paced-turn.js';

/** The flow, with its turn told whenever a send or a read-back is answered: also a refusal proves that the system is there. Failures are told by whoever waits for the call, who sees deadlines as well. */
export function pacedFlow(flow: DeliveryFlow, turn: PacedTurn): DeliveryFlow {
  const told = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await call;
      await turn.answered();
      return answer;
    } catch (error) {
      if (error instanceof BusinessException) await turn.answered();
      throw error;
    }
  };
  return new Proxy(flow, {
    get(target, name) {
      if (name === 'send') return (...args: Parameters<DeliveryFlow['send']>) => told(target.send(...args));
      if (name === 'find') return (...args: Parameters<DeliveryFlow['find']>) => told(target.find(...args));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
