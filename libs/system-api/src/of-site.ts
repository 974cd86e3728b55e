import { ProblemException } from '@plantway/http';

/** The command of a validated body, which must be for the site of the path. @throws ProblemException `VALIDATION_FAILED` */
export function ofSite<Command extends { readonly siteId: string }>(command: Command, siteId: string): Command {
  if (command.siteId === siteId) return command;
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/command/siteId', problem: `is ${command.siteId}, but the path says ${siteId}`, fix: 'Send what belongs together.' }] });
}
