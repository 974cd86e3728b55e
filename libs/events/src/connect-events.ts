import { Catch, type ExceptionFilter, type INestApplication, type INestMicroservice } from '@nestjs/common';
import type { NestMicroservice } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { PostgresEventTransport } from './postgres-event-transport.js';

/** Hands a handler's error to the transport as it is: Nest's own filter would replace it by "Internal server error". */
@Catch()
class KeepErrorFilter implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Connects the event log to an application, beside its HTTP face or alone. Delivery begins with `app.startAllMicroservices()` and ends, after the
 * handlers under way, with `app.close()`.
 */
export function connectEvents(app: INestApplication, transport: PostgresEventTransport): INestMicroservice {
  // Nest binds filters when it registers handlers, so that must come later; the life-cycle hooks stay those of the application.
  const microservice = app.connectMicroservice({ strategy: transport }, { inheritAppConfig: false, deferInitialization: true }) as NestMicroservice;
  microservice.setIsInitHookCalled(true);
  return microservice.useGlobalFilters(new KeepErrorFilter());
}
